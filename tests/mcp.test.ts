import { fileURLToPath } from 'node:url'
import type { Client } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import Sqlite from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import * as contract from '../src/mcp/contract.ts'
import { plant, SEED_SLUG, type Service, startSeeded } from './harness.ts'
import { call, connect, type Era, newClient } from './mcp-client.ts'

const TOOLS = ['search_answers', 'get_article', 'get_answer', 'who_said', 'list_topics', 'verify_quote']
const QUESTION = 'why does Pakistan not act against the Haqqanis?'
const POWERFUL =
  'the Haqqanis are a powerful, sophisticated, and well-resourced terrorist organization with the ability to hit back hard'
const PERMALINK = `https://site.example/articles/${SEED_SLUG}#q8`
const DATE = '2012-06-07T20:01:00.000Z'

type Asked<T extends z.ZodObject> = [name: string, output: T]
const search = asked('search_answers', contract.SearchAnswersOutput)
const getArticle = asked('get_article', contract.GetArticleOutput)
const getAnswer = asked('get_answer', contract.Answer)
const whoSaid = asked('who_said', contract.WhoSaidOutput)
const listTopics = asked('list_topics', contract.ListTopicsOutput)
const verifyQuote = asked('verify_quote', contract.VerifyQuoteOutput)

function asked<T extends z.ZodObject>(name: string, output: T): Asked<T> {
  return [name, output]
}

/** What a tool gives. */
async function ask<T extends z.ZodObject>(
  client: Client,
  [name, output]: Asked<T>,
  args: Record<string, unknown>,
): Promise<z.output<T>> {
  const { result, text, isError } = await call(client, name, args)
  expect({ isError, text }).toMatchObject({ isError: false })
  return output.parse(result)
}

/** What an agent has to have of each result to cite it. */
async function expectCitable(
  { client }: Service,
  { id, answer, speakers, permalink, date }: contract.Answer,
): Promise<void> {
  const pair = await client.qa.get(id)
  expect({ answer, permalink, date }).toEqual({
    answer: pair.answer.text,
    permalink: pair.url,
    date: pair.article.publishedAt,
  })
  expect(speakers.map(({ slug }) => slug)).toEqual(pair.answeredBy.map(({ slug }) => slug))
}

describe('a client', () => {
  test.each<Era>(['2026-07-28', '2025'])('of %s is told of the tools, and calls them', async (era) => {
    const service = await startSeeded()
    const client = await connect(service, { era })
    expect(client.getNegotiatedProtocolVersion()?.startsWith(era)).toBe(true)
    expect(client.getInstructions()).toContain('permalink')
    const { tools } = await client.listTools()
    expect(tools.map(({ name }) => name)).toEqual(TOOLS)
    for (const { annotations, description, outputSchema } of tools) {
      expect(annotations).toMatchObject({ readOnlyHint: true, openWorldHint: false })
      expect(description).toBeTruthy()
      expect(outputSchema).toMatchObject({ type: 'object' })
    }
    const { answers } = await ask(client, search, { q: QUESTION })
    expect((await call(client, 'search_answers', { q: QUESTION })).text).toContain(
      `Daniel Markey, 2012-06-07, “The Widening U.S.-Pakistan Rift”\n${PERMALINK}`,
    )
    expect(answers[0]?.permalink).toBe(PERMALINK)
  })

  test('asks over standard input and output, where nothing else is said', async () => {
    const { deps } = await startSeeded()
    const main = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url))
    const fastResolve = new URL('fast-resolve.ts', import.meta.url).href
    const transport = new StdioClientTransport({
      command: process.execPath,
      args: ['--import', fastResolve, main, 'mcp'],
      env: { DATABASE_URL: `file:${deps.config.databasePath}`, SITE_URL: deps.config.siteUrl },
      stderr: 'pipe',
    })
    const said: string[] = []
    transport.stderr?.on('data', (chunk) => said.push(String(chunk)))
    const client = newClient('2025')
    const errors: Error[] = []
    client.onerror = (error) => errors.push(error)
    await client.connect(transport)
    const { answers } = await ask(client, search, { q: QUESTION, limit: 1 })
    expect(answers[0]?.permalink).toBe(PERMALINK)
    expect({ said, errors }).toEqual({ said: [], errors: [] })
  })
})

describe('the tools', () => {
  test('find answers by words, topic, person and day, each with what it is cited by', async () => {
    const service = await startSeeded()
    const client = await connect(service)
    const { answers, hasMore } = await ask(client, search, { q: 'Pakistan', limit: 2 })
    expect([answers.length, hasMore]).toEqual([2, true])
    for (const answer of answers) await expectCitable(service, answer)
    expect(answers[0]?.found).toContain('Pakistan')

    const find = async (args: Record<string, unknown>) =>
      (await ask(client, search, { q: 'drone', limit: 20, ...args })).answers.length
    const all = await find({})
    expect(await find({ topic: 'Drone strikes' })).toBeGreaterThan(0)
    expect(await find({ topic: 'defense-and-security' })).toBeLessThanOrEqual(all)
    expect(await find({ person: 'Daniel Markey' })).toBe(all)
    expect(await find({ person: 'bernard-gwertzman' })).toBe(0) // he asks
    expect(await find({ from: '2012-06-07', to: '2012-06-07' })).toBe(all)
    expect(await find({ from: '0001-01-01', to: '9999-12-31' })).toBe(all)
    expect(await find({ to: '2012-06-06' })).toBe(0)
    expect(await find({ from: '2012-06-08' })).toBe(0)
    for (const args of [{ topic: 'basket-weaving' }, { person: 'Nobody Here' }]) {
      const { isError, text } = await call(client, 'search_answers', { q: 'drone', ...args })
      expect(isError).toBe(true)
      expect(text).toContain('do not guess')
    }
  })

  test('read an article and an answer by id, slug or address', async () => {
    const service = await startSeeded()
    const client = await connect(service)
    const { qa, ...article } = await ask(client, getArticle, { article: SEED_SLUG })
    const whole = await service.client.articles.get(SEED_SLUG)
    expect(article).toMatchObject({ id: whole.id, permalink: whole.url, date: DATE, start: 0, next: null })
    expect(article.intro).toBe(whole.intro?.text)
    expect(qa.map(({ permalink, answer }) => [permalink, answer])).toEqual(
      whole.qa.map(({ url, answer }) => [url, answer.text]),
    )
    const [pair] = qa
    for (const id of [pair?.id, pair?.permalink]) {
      const answer = await ask(client, getAnswer, { id })
      expect(answer).toMatchObject({ ...pair, date: DATE })
      await expectCitable(service, answer)
    }
    for (const name of [whole.id, whole.url, `${whole.url}#q3`])
      expect((await ask(client, getArticle, { article: name })).id).toBe(whole.id)
    for (const id of ['qa_nothing', `${whole.url}#q99`, `https://elsewhere.example/articles/${SEED_SLUG}#q1`])
      expect(await call(client, 'get_answer', { id })).toMatchObject({ isError: true })
  })

  test('read on in what is long, to the letter', async () => {
    const service = await startSeeded()
    const client = await connect(service)
    const words = (count: number, word: string) =>
      Array.from({ length: count }, (_, at) => `${word}${at}`).join(' ')
    const qa = [
      { question: 'Short?', answer: words(4_000, 'first') },
      {
        question: words(3_000, 'long'),
        answer: `${words(10, 'a')}${'河'.repeat(25_000)}${'🌊'.repeat(9_000)}`,
      },
    ]
    const id = await plant(service.deps, { intro: words(3_000, 'intro'), note: 'Recorded twice.', qa })
    const whole = await service.client.articles.get(id)
    const texts = (parts: { question: string; answer: string }[]) =>
      parts.map(({ question, answer }) => question + answer).join('')
    const expected = whole.qa.map(({ question, answer }) => question.text + answer.text).join('')

    let read = ''
    for (let start: number | null = 0; start !== null;) {
      const part: z.output<typeof contract.GetArticleOutput> = await ask(client, getArticle, {
        article: id,
        start,
      })
      const given = part.intro + texts(part.qa) + part.note
      expect(given.length).toBeLessThanOrEqual(contract.READ_CHARS_MAX)
      expect(given.isWellFormed()).toBe(true)
      read += given
      start = part.next
    }
    expect(read).toBe(`${whole.intro?.text}${expected}Recorded twice.`)

    const answers: contract.Answer[] = []
    for (let start: number | null = 0; start !== null;) {
      const part: contract.Answer = await ask(client, getAnswer, { id: whole.qa[1]?.id, start })
      answers.push(part)
      start = part.next
    }
    expect(texts(answers)).toBe(
      texts([{ question: whole.qa[1]?.question.text ?? '', answer: whole.qa[1]?.answer.text ?? '' }]),
    )

    const { answers: found } = await ask(client, search, { q: 'first3999' })
    expect(found[0]?.answer.length).toBeLessThan(contract.EXCERPT_CHARS_MAX)
    expect(found[0]?.found).toContain('first3999')
    const rest = await ask(client, getAnswer, { id: found[0]?.id, start: found[0]?.next })
    expect((found[0]?.answer ?? '') + rest.answer).toBe(
      whole.qa[0]?.answer.text.slice(0, (found[0]?.answer ?? '').length + rest.answer.length),
    )
  })

  test('name who said something like it, and how like it is', async () => {
    const service = await startSeeded()
    const client = await connect(service)
    const said = async (args: Record<string, unknown>) => (await ask(client, whoSaid, args)).people
    for (const [match, text] of [
      ['verbatim', POWERFUL],
      ['altered', POWERFUL.replace('powerful', 'weak')],
    ] as const) {
      const [first] = await said({ text })
      expect(first?.person?.name).toBe('Daniel Markey')
      expect(first?.said[0]).toMatchObject({
        match,
        part: 'answer',
        quote: POWERFUL,
        permalink: PERMALINK,
        date: DATE,
      })
    }
    const [asker] = await said({ text: 'Civilian deaths often accompany these drone attacks' })
    expect(asker?.person?.name).toBe('Bernard Gwertzman')
    expect(asker?.said[0]).toMatchObject({ match: 'verbatim', part: 'question' })
    const [speaker] = await said({ q: 'civilian deaths' })
    expect(speaker?.person?.name).toBe('Daniel Markey')
    expect(new Set(speaker?.said.map(({ match }) => match))).toEqual(new Set(['words']))
    expect(await said({ text: 'Nobody ever spoke of basket weaving underwater' })).toEqual([])
    const answer = `${'Water is patient. '.repeat(400)}Wells are dug by the youngest.`
    await plant(service.deps, { qa: [{ answer }] })
    const [nobody] = await said({ text: 'The youngest have always dug our wells' })
    expect(nobody?.person).toBeNull()
    expect(nobody?.said[0]?.match).toBe('words')
    for (const args of [{}, { text: POWERFUL, q: 'both' }, { text: 'too short' }])
      expect(await call(client, 'who_said', args)).toMatchObject({ isError: true })
  })

  test('list topics, level by level, as far as something was said', async () => {
    const service = await startSeeded()
    const client = await connect(service)
    const { topics, under } = await ask(client, listTopics, {})
    expect(under).toBeNull()
    const security = topics.find(({ slug }) => slug === 'defense-and-security')
    const { counts } = await service.client.topics.get('defense-and-security')
    expect(security?.answers).toBe(counts.qaUnder)
    const narrower = await ask(client, listTopics, { under: security?.name })
    expect(narrower.topics).toHaveLength(security?.narrower ?? 0)
    expect(narrower.topics.every(({ answers }) => answers > 0)).toBe(true)
    expect(await call(client, 'list_topics', { under: 'basket-weaving' })).toMatchObject({ isError: true })
  })

  test('verify a quotation as the API does', async () => {
    const service = await startSeeded()
    const client = await connect(service)
    for (const question of [
      { text: POWERFUL, speaker: 'Daniel Markey' },
      { text: POWERFUL, speaker: 'Bernard Gwertzman' },
      { text: POWERFUL.replace('powerful', 'weak') },
      { text: 'We choose to go to the moon in this decade' },
    ]) {
      const { evidence, ...check } = await ask(client, verifyQuote, question)
      const expected = await service.client.quotes.verify(question)
      expect(check).toMatchObject({ verdict: expected.verdict, speaker: expected.speaker })
      const { text } = await call(client, 'verify_quote', question)
      expect(text.startsWith(`${expected.verdict}: `)).toBe(true)
      expect(evidence.map(({ permalink, text, words }) => ({ permalink, text, words }))).toEqual(
        expected.evidence.map(({ qa, text, words }) => ({ permalink: qa.url, text, words })),
      )
    }
    const [first] = (await ask(client, verifyQuote, { text: POWERFUL })).evidence
    expect(first).toMatchObject({ match: 'verbatim', date: DATE, permalink: PERMALINK, text: POWERFUL })
  })

  test('know nothing of drafts, and of a retraction that it is one', async () => {
    const service = await startSeeded()
    const answer = 'The bridge will fall on a Monday.'
    const people = [{ name: 'Secret Source', role: 'interviewee' as const, title: null }]
    const topics = [{ slug: 'bridges', name: 'Bridges' }]
    const qa = [{ question: 'Which bridge?', answer, answeredBy: ['Secret Source'], topics }]
    const draft = await plant(service.deps, { title: 'Bridge', people, qa }, { draft: true })
    const editor = await service.clientWith('editor')
    const { qa: pairs, slug } = await editor.articles.draft(draft)
    const retracted = await plant(service.deps, {
      title: 'Taken',
      qa: [{ answer: 'The moon is made of cheese.' }],
    })
    const { etag: ifMatch } = await editor.articles.draft(retracted)
    await editor.articles.correct(retracted, { kind: 'retraction', text: 'It is not.' }, { ifMatch })

    const client = await connect(service)
    expect((await ask(client, search, { q: 'bridge' })).answers).toEqual([])
    expect((await ask(client, whoSaid, { text: answer })).people).toEqual([])
    expect((await ask(client, verifyQuote, { text: answer })).verdict).toBe('not_found')
    expect((await ask(client, verifyQuote, { text: 'The moon is made of cheese.' })).verdict).toBe(
      'not_found',
    )
    const unseen: [string, Record<string, unknown>, Record<string, unknown>][] = [
      ['get_article', { article: draft }, { article: 'art_01m858wfzvfzv9526c1yc20ntq' }],
      ['get_article', { article: slug }, { article: 'never-was' }],
      ['get_answer', { id: pairs[0]?.id }, { id: 'qa_01m858wfzvfzv9526c1yc20ntq' }],
    ]
    for (const [name, args, never] of unseen) {
      const reply = await call(client, name, args)
      expect(reply.isError).toBe(true)
      expect(reply).toEqual(await call(client, name, never))
    }
    const { text, isError } = await call(client, 'get_article', { article: retracted })
    expect([isError, text]).toEqual([true, 'It is not. The article was retracted: do not quote it.'])
  })

  test('say nothing of what broke inside', async () => {
    const service = await startSeeded()
    const client = await connect(service)
    new Sqlite(service.deps.config.databasePath).exec('alter table topics rename to gone').close()
    const reply = await call(client, 'list_topics')
    expect(reply).toMatchObject({ isError: true, text: 'Something broke on our side. Try again later.' })
  })
})

describe('at the address', () => {
  const message = { jsonrpc: '2.0', id: 1, method: 'tools/list' }
  async function post(service: Service, payload: string, headers: Record<string, string> = {}) {
    const accept = 'application/json, text/event-stream'
    const reply = await service.app.inject({
      ...{ method: 'POST', url: '/mcp', payload },
      headers: { accept, 'content-type': 'application/json', ...headers },
    })
    return { status: reply.statusCode, headers: reply.headers, body: reply.body }
  }
  const send = (service: Service, headers: Record<string, string>) =>
    post(service, JSON.stringify(message), headers)

  test('pages of foreign origins are refused, those of CORS_ORIGINS and our own are not', async () => {
    const settings = { CORS_ORIGINS: 'https://desk.example', PUBLIC_URL: 'https://api.example/interviews' }
    const service = await startSeeded(settings)
    const status = async (origin: string) => (await send(service, { origin })).status
    const origins = [
      'https://desk.example',
      'https://api.example',
      'https://evil.example',
      'http://api.example',
      'null',
    ]
    expect(await Promise.all(origins.map(status))).toEqual([200, 200, 403, 403, 403])
    expect((await send(await startSeeded(), { origin: 'https://anybody.example' })).status).toBe(200)
  })

  test('reading needs a key where READ_ACCESS says so', async () => {
    const service = await startSeeded({ READ_ACCESS: 'key' })
    const refused = await send(service, {})
    expect([refused.status, refused.headers['www-authenticate']]).toEqual([401, 'Bearer'])
    expect((await send(service, { authorization: 'Bearer wrong' })).status).toBe(401)
    const { key } = await (await service.clientWith('admin')).keys.create({ role: 'reader', name: 'agent' })
    const client = await connect(service, { headers: { authorization: `Bearer ${key}` } })
    expect((await ask(client, search, { q: QUESTION })).answers).not.toEqual([])
  })

  test('what is no message is refused before it costs anything', async () => {
    const service = await startSeeded()
    expect(JSON.parse((await post(service, '{')).body)).toMatchObject({
      jsonrpc: '2.0',
      error: { code: -32700 },
    })
    expect((await post(service, 'hello', { 'content-type': 'text/plain' })).status).toBe(415)
    expect((await post(service, `"${'x'.repeat(70_000)}"`)).status).toBe(413)
    const batch = (count: number) =>
      JSON.stringify(Array.from({ length: count }, (_, id) => ({ ...message, id })))
    expect((await post(service, batch(10))).status).toBe(200)
    expect((await post(service, batch(11))).status).toBe(400)
    for (const method of ['GET', 'DELETE'] as const) {
      const { statusCode, headers } = await service.app.inject({ method, url: '/mcp' })
      expect([statusCode, headers.allow]).toEqual([405, 'POST'])
    }
  })

  test('nobody holds a connection to hear of changes that never come', async () => {
    const service = await startSeeded()
    const client = await connect(service)
    await expect(client.listen({ toolsListChanged: true })).rejects.toThrow('limit')
  })
})
