import { readFileSync } from 'node:fs'
import { expect, test, vi } from 'vitest'
import { z } from 'zod'
import type { Client } from '../src/client/index.ts'
import { startService } from './harness.ts'

const CANARY = 'kanarienvogel'

const Paths = z.record(
  z.string(),
  z.record(z.string(), z.looseObject({ security: z.array(z.looseObject({})) })),
)
const { paths } = z
  .object({ paths: Paths })
  .parse(JSON.parse(readFileSync(new URL('../openapi/openapi.json', import.meta.url), 'utf8')))
/** What anybody may ask. */
const open = Object.entries(paths).flatMap(([path, { get }]) =>
  get !== undefined &&
  (get.security.length === 0 || get.security.some((way) => Object.keys(way).length === 0))
    ? [path]
    : [],
)

const article = {
  title: `A ${CANARY} sings`,
  dek: `${CANARY}s`,
  intro: `The ${CANARY}.`,
  people: [{ name: `Anna ${CANARY}`, role: 'interviewee' as const }],
  topics: [{ name: `The ${CANARY}` }],
  qa: [{ question: `Why ${CANARY}?`, answer: `It is a ${CANARY}.`, answeredBy: [`Anna ${CANARY}`] }],
}

/** An article of each kind that readers may not see; gives the ids of the articles and of their pairs. */
async function plantHidden(editor: Client): Promise<string[]> {
  const { articles } = editor
  const draft = await articles.create(article)
  const scheduled = await articles.create(article)
  await articles.publish(scheduled.id, { ifMatch: scheduled.etag, at: '2100-01-01T00:00:00.000Z' })
  const beside = await articles.create({ title: 'Seen', qa: [{ question: 'Who?', answer: 'Me.' }] })
  const seen = await articles.publish(beside.id, { ifMatch: beside.etag })
  await articles.update(beside.id, { title: article.title, qa: article.qa }, { ifMatch: seen.etag })
  const trashed = await articles.create(article)
  await articles.trash(trashed.id, { ifMatch: trashed.etag })
  const gone: string[] = []
  for (const hide of ['trash', 'unpublish', 'retract']) {
    // People and topics of what was published once are known; the text is not to be seen again.
    const { title, dek, intro } = article
    const made = await articles.create({ title, dek, intro, qa: [{ question: intro, answer: dek }] })
    const shown = await articles.publish(made.id, { ifMatch: made.etag })
    const match = { ifMatch: shown.etag }
    if (hide === 'trash') await articles.trash(made.id, match)
    else if (hide === 'unpublish') await articles.unpublish(made.id, match)
    else await articles.correct(made.id, { kind: 'retraction', text: 'Taken back.' }, match)
    gone.push(made.id, ...made.qa.map(({ id }) => id))
  }
  return [draft, scheduled, beside, trashed]
    .flatMap(({ id, qa }) => [id, ...qa.map((pair) => pair.id)])
    .concat(gone)
}

test('nothing of what readers may not see is in any public reply, search or log line', async () => {
  const lines: string[] = []
  const stderr = vi.spyOn(process.stderr, 'write').mockImplementation((line) => lines.push(String(line)) > 0)
  const { app, clientWith } = await startService({ LOG_LEVEL: 'debug' })
  const ids = await plantHidden(await clientWith('editor'))
  const asked = open.flatMap((path) => {
    const named = path.includes('{') ? ids.map((id) => path.replace(/\{\w+\}/g, id)) : [path]
    return named.flatMap((each) => [each, `${each}?limit=100`])
  })
  const searches = ['articles', 'qa', 'people', 'topics'].flatMap((list) =>
    [CANARY, `${CANARY.slice(0, 6)}*`].map((q) => `/v1/${list}?limit=100&q=${encodeURIComponent(q)}`),
  )
  let answered = 0
  for (const url of [...asked, ...searches]) {
    const { statusCode, body, headers } = await app.inject(url)
    if (statusCode === 200) answered += 1
    expect(body.toLowerCase().includes(CANARY), `${url} ${statusCode}`).toBe(false)
    expect(JSON.stringify(headers).toLowerCase().includes(CANARY), url).toBe(false)
  }
  stderr.mockRestore()
  expect(answered).toBeGreaterThan(15)
  expect(lines.length).toBeGreaterThan(asked.length)
  expect(lines.filter((line) => line.toLowerCase().includes(CANARY) && !/[?&]q=/.test(line))).toEqual([])
})
