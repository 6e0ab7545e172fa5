import { parseDocument, DomUtils } from 'htmlparser2'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { readConfig } from '../../src/config.ts'
import { oembedUrl } from '../../src/oembed/addresses.ts'
import { ProblemDocument } from '../../src/http/contract.ts'
import { askInFront, plant, type Service, startService } from '../harness.ts'
import { readXml } from '../read-xml.ts'

const PUBLIC = 'https://cms.example'
const SITE = 'https://site.example/interviews'
const settings = { PUBLIC_URL: PUBLIC, SITE_URL: SITE, SITE_NAME: 'Rivers & Dams' }
const ARTICLE = `${SITE}/articles/talking-of-rivers`

/** What a consumer knows of a `rich` embed (https://oembed.com/#section2.3). */
const Rich = z.strictObject({
  version: z.literal('1.0'),
  type: z.literal('rich'),
  title: z.string(),
  author_name: z.string().optional(),
  author_url: z.url().optional(),
  provider_name: z.string(),
  provider_url: z.url(),
  cache_age: z.coerce.number().int(),
  html: z.string(),
  width: z.coerce.number().int(),
  height: z.coerce.number().int(),
})

async function startTalk() {
  const service = await startService(settings)
  const id = await plant(service.deps, {
    title: 'Talking of Rivers',
    dek: 'On borders.',
    language: 'fr',
    people: [
      { name: 'Ada Byron', role: 'interviewee', title: null },
      { name: 'Max Weir', role: 'interviewer', title: null },
    ],
    qa: [
      {
        question: 'Who owns a <river>?',
        answer: 'Nobody *does*.\n\nAsk [it](https://a.example).',
        answeredBy: ['Ada Byron'],
      },
      { question: 'Why?', answer: 'Water & ice.\u0001', answeredBy: ['Ada Byron', 'Max Weir'] },
    ],
  })
  return { ...service, id }
}

function ask({ app }: Service, query: Record<string, string>) {
  return askInFront(app, { url: `/oembed?${new URLSearchParams(query).toString()}` })
}

async function embedOf(service: Service, url: string, more: Record<string, string> = {}) {
  const { statusCode, headers, body } = await ask(service, { url, ...more })
  expect([statusCode, headers['content-type']]).toEqual([200, 'application/json; charset=utf-8'])
  return Rich.parse(JSON.parse(body))
}

const textOf = (html: string) => DomUtils.textContent(parseDocument(html))

describe('the embed', () => {
  test('of an answer has the question, the answer, who gave it and the permalink, in a blockquote and no script', async () => {
    const service = await startTalk()
    const embed = await embedOf(service, `${ARTICLE}#q1`)
    expect(embed).toMatchObject({
      title: 'Who owns a <river>?',
      author_name: 'Ada Byron',
      author_url: `${SITE}/people/ada-byron`,
      provider_name: 'Rivers & Dams',
      provider_url: SITE,
    })
    expect(embed.html.replace(/ style="[^"]*"/g, '')).toBe(
      `<blockquote cite="${ARTICLE}#q1" lang="fr" dir="auto"><p><strong>Who owns a &lt;river&gt;?</strong></p>` +
        `<p>Nobody does.</p><p>Ask it.</p><p><a href="${ARTICLE}#q1">— Ada Byron, Talking of Rivers</a></p></blockquote>`,
    )
  })

  test('of an article has its title, its dek, its first pair, and who it is by', async () => {
    const service = await startTalk()
    const embed = await embedOf(service, ARTICLE)
    expect([embed.title, embed.author_name]).toEqual(['Talking of Rivers', 'Max Weir'])
    expect(textOf(embed.html)).toBe(
      'Talking of RiversOn borders.Who owns a <river>?Nobody does.Ask it.— Max Weir, Rivers & Dams',
    )
    await plant(service.deps, { title: 'A text', intro: 'No questions.\n\nNone.' })
    const text = await embedOf(service, `${SITE}/articles/a-text`)
    expect([text.author_name, textOf(text.html)]).toEqual([
      undefined,
      'A textNo questions.None.— Rivers & Dams',
    ])
  })

  test('of several who answer names them all, and leads to none of them', async () => {
    const service = await startTalk()
    const { author_name, author_url } = await embedOf(service, `${ARTICLE}#q2`)
    expect([author_name, author_url]).toEqual(['Ada Byron, Max Weir', undefined])
  })

  test('is the same by every address that leads there', async () => {
    const service = await startTalk()
    const wanted = await embedOf(service, `${ARTICLE}#q2`)
    const others = [
      `${SITE}/articles/${service.id}#q2`,
      `${PUBLIC}/articles/talking-of-rivers#q2`,
      `${ARTICLE}%23q2`,
      `${ARTICLE}#q2:~:text=ice`,
      `${ARTICLE}?utm_source=mail#q2`,
      `http://site.example/interviews/articles/talking-of-rivers#q2`,
    ]
    for (const url of others) expect(await embedOf(service, url)).toEqual(wanted)
    const whole = await embedOf(service, ARTICLE)
    for (const end of ['#', '#:~:text=rivers', '%23'])
      expect(await embedOf(service, `${ARTICLE}${end}`)).toEqual(whole)
  })

  test('is found where the service is under a path of the site', async () => {
    const service = await startService({
      SITE_URL: 'https://site.example',
      PUBLIC_URL: 'https://site.example/cms',
    })
    await plant(service.deps, { title: 'Wells' })
    for (const base of ['', '/cms'])
      expect((await embedOf(service, `https://site.example${base}/articles/wells`)).title).toBe('Wells')
  })

  test('of a former slug is that of the article as it is called now', async () => {
    const service = await startTalk()
    const { articles } = await service.clientWith('editor')
    const draft = await articles.draft(service.id)
    const moved = await articles.update(service.id, { slug: 'of-rivers' }, { ifMatch: draft.etag })
    await articles.publish(service.id, { ifMatch: moved.etag })
    expect((await embedOf(service, `${ARTICLE}#q1`)).html).toContain(`href="${SITE}/articles/of-rivers#q1"`)
  })

  test('as XML says the same', async () => {
    const service = await startTalk()
    const { headers, body } = await ask(service, { url: `${ARTICLE}#q2`, format: 'xml' })
    expect(headers['content-type']).toBe('text/xml; charset=utf-8')
    const root = readXml(body)
    expect(root.name).toBe('oembed')
    const members = Object.fromEntries(root.children.map(({ name, text }) => [name, text]))
    const json = Rich.parse((await ask(service, { url: `${ARTICLE}#q2` })).json())
    expect(json.html).toContain('\u0001')
    // XML has no such character.
    expect(Rich.parse(members)).toEqual({ ...json, html: json.html.replace('\u0001', '') })
  })

  test('is found by the address that pages name', async () => {
    const service = await startTalk()
    const config = readConfig(settings)
    expect(oembedUrl(config, `${ARTICLE}#q1`, 'xml')).toBe(
      `${PUBLIC}/oembed?url=https%3A%2F%2Fsite.example%2Finterviews%2Farticles%2Ftalking-of-rivers%23q1&format=xml`,
    )
    const url = oembedUrl(config, ARTICLE).slice(PUBLIC.length)
    // What WordPress adds.
    const { statusCode } = await askInFront(service.app, { url: `${url}&maxwidth=500&maxheight=750&dnt=1` })
    expect(statusCode).toBe(200)
  })

  test('has a validator, is kept with what it shows, and is new when the article is', async () => {
    const service = await startTalk()
    const url = oembedUrl(readConfig(settings), ARTICLE).slice(PUBLIC.length)
    const first = await askInFront(service.app, { url })
    expect(first.headers['cache-tag']).toContain(`article:${service.id}`)
    const headers = { 'if-none-match': String(first.headers.etag) }
    for (const method of ['GET', 'HEAD'] as const)
      expect((await askInFront(service.app, { method, url, headers })).statusCode).toBe(304)
    const { articles } = await service.clientWith('editor')
    const draft = await articles.draft(service.id)
    const edited = await articles.update(service.id, { dek: 'On banks.' }, { ifMatch: draft.etag })
    expect((await askInFront(service.app, { url, headers })).statusCode).toBe(304)
    await articles.publish(service.id, { ifMatch: edited.etag })
    const next = await askInFront(service.app, { url, headers })
    expect([next.statusCode, next.body.includes('On banks.')]).toEqual([200, true])
  })
})

describe('what is too large is cut', () => {
  const long = Array.from(
    { length: 40 },
    () => 'Rivers do not know of borders, and borders do not know of rivers.',
  )

  async function startLong() {
    const service = await startService(settings)
    const question = 'What does a river know of all that we have drawn on maps, in any year? '
      .repeat(9)
      .trim()
    const people = [{ name: 'Ada Byron', role: 'interviewee' as const, title: null }]
    const qa = [
      { question: 'Why?', answer: long.join('\n\n'), answeredBy: ['Ada Byron'] },
      { question, answer: long.join(' ') },
      { question: '水'.repeat(300), answer: '河'.repeat(3_000) },
    ]
    await plant(service.deps, { title: 'Talking of Rivers', people, qa })
    return service
  }

  test.each([
    ['200', '200'],
    ['200', '1000'],
    ['580', '300'],
    ['5000', '5000'],
  ])('to maxwidth=%s and maxheight=%s, with question, answer and permalink', async (maxwidth, maxheight) => {
    const service = await startLong()
    for (const anchor of ['q1', 'q2', 'q3']) {
      const { html, width, height } = await embedOf(service, `${ARTICLE}#${anchor}`, { maxwidth, maxheight })
      expect(width).toBeLessThanOrEqual(Number(maxwidth))
      expect(height).toBeLessThanOrEqual(Number(maxheight))
      expect(height).toBeGreaterThan(Math.min(Number(maxheight), 1_200) * 0.7)
      expect(html.match(/<p /g)?.length).toBeGreaterThanOrEqual(3)
      expect(html).toContain('…')
      expect(html).toContain(`href="${ARTICLE}#${anchor}"`)
    }
  })

  test('and where there is more than one text, whether or not the last one that fits is whole', async () => {
    const service = await startLong()
    for (let maxheight = 200; maxheight < 320; maxheight += 24) {
      const { html, height } = await embedOf(service, `${ARTICLE}#q1`, { maxheight: String(maxheight) })
      expect(html).toMatch(/…<\/p><p [^>]*><a /)
      expect(height).toBeLessThanOrEqual(maxheight)
    }
  })

  test('and nothing else is', async () => {
    const service = await startTalk()
    const { html, width, height } = await embedOf(service, `${ARTICLE}#q1`)
    expect([html.includes('…'), width, height]).toEqual([false, 600, 7 * 24])
  })
})

describe('what cannot be embedded', () => {
  const url = ARTICLE
  const cases: [number, string, Record<string, string>][] = [
    [400, 'no url', {}],
    [400, 'an empty url', { url: '' }],
    [400, 'no address', { url: 'talking-of-rivers' }],
    [400, 'a script', { url: 'javascript:alert(1)' }],
    [400, "a stranger's address", { url: 'https://other.example/articles/talking-of-rivers' }],
    [400, 'an address beside the site', { url: 'https://site.example/articles/talking-of-rivers' }],
    [
      400,
      'an address that begins as the site',
      { url: 'https://site.example.evil.example/interviews/articles/x' },
    ],
    [400, 'a width that is none', { url, maxwidth: 'wide' }],
    [400, 'a width in which nothing can be read', { url, maxwidth: '100' }],
    [400, 'a height below nothing', { url, maxheight: '-1' }],
    [404, 'an article that is not there', { url: `${SITE}/articles/never-was` }],
    [404, 'an answer that is not there', { url: `${url}#q99` }],
    [404, 'another page', { url: `${SITE}/people/ada-byron` }],
    [404, 'a malformed path', { url: `${SITE}/articles/%ZZ` }],
    [501, 'another format', { url, format: 'yaml' }],
  ]
  test.each(cases)('is refused with %i: %s', async (status, _, query) => {
    const service = await startTalk()
    const reply = await ask(service, query)
    const problem = ProblemDocument.parse(reply.json())
    expect([reply.statusCode, problem.status]).toEqual([status, status])
    expect(reply.headers['cache-control']).toBe('no-store')
    if (status === 400) expect(problem.errors[0]?.parameter).toBe(Object.keys(query).at(-1) ?? 'url')
  })

  test('is a draft, which is as if it never was, and what was retracted, which says so', async () => {
    const service = await startTalk()
    await plant(service.deps, { title: 'Later' }, { draft: true })
    expect((await ask(service, { url: `${SITE}/articles/later` })).statusCode).toBe(404)
    const { articles } = await service.clientWith('editor')
    const { etag } = await articles.draft(service.id)
    await articles.correct(service.id, { kind: 'retraction', text: 'Made up.' }, { ifMatch: etag })
    const reply = await ask(service, { url: `${url}#q1` })
    expect([reply.statusCode, ProblemDocument.parse(reply.json()).detail]).toEqual([410, 'Made up.'])
  })

  test('is anything, for who has no key where reading needs one', async () => {
    const service = await startService({ ...settings, READ_ACCESS: 'key' })
    await plant(service.deps, { title: 'Talking of Rivers' })
    expect((await ask(service, { url })).statusCode).toBe(401)
  })
})
