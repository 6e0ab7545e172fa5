import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { type Client, createClient } from '../../src/client/index.ts'
import { createKey } from '../../src/keys/queries.ts'
import { checkReply } from '../check-reply.ts'
import { SEED_SLUG, seedText, type Service, startSeeded } from '../harness.ts'
import { listen } from '../listen.ts'

const METHODS = ['get', 'post', 'patch', 'put', 'delete']
/** What the client leaves out, and why. */
const LEFT_OUT = [
  // The same as without the suffix.
  'GET /v1/articles/{idOrSlug}.json',
  'GET /v1/qa/{id}.json',
  // Where the `type` of a problem leads people.
  'GET /problems/{code}',
]
const WEBHOOK = { url: 'http://127.0.0.1:9/hook' }
const CREDENTIALS = { email: 'ada@example.org', password: 'nine rivers and a bridge' }

const openapi = new URL('../../openapi/openapi.json', import.meta.url)
const { paths } = z
  .object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) })
  .parse(JSON.parse(readFileSync(openapi, 'utf8')))
const operations = Object.entries(paths).flatMap(([path, item]) =>
  Object.keys(item)
    .filter((method) => METHODS.includes(method))
    .map((method) => ({ name: `${method.toUpperCase()} ${path}`, method: method.toUpperCase(), path })),
)

/** The operation that a request is of: the one with the most words of the address in its template. */
function operationOf(method: string, pathname: string): string {
  const isOf = (path: string) =>
    new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+?')}$`).test(pathname)
  const [found] = operations
    .filter((operation) => operation.method === method && isOf(operation.path))
    .sort((a, b) => b.path.replaceAll(/\{\w+\}/g, '').length - a.path.replaceAll(/\{\w+\}/g, '').length)
  return found?.name ?? `${method} ${pathname}`
}

/** A client with its key, or with cookies as a browser has them; notes which operations it asked for. */
async function clientOf(service: Service, asked: Set<string>): Promise<(access: object) => Client> {
  const url = await listen(service)
  let cookie = ''
  const send = async (request: Request) => {
    const { pathname, search } = new URL(request.url)
    asked.add(operationOf(request.method, pathname))
    if (cookie) request.headers.set('cookie', cookie)
    const reply = await fetch(request)
    cookie ||= reply.headers
      .getSetCookie()
      .map((given) => given.split(';')[0])
      .join('; ')
    const body = reply.headers.get('content-type')?.startsWith('text/event-stream')
      ? ''
      : await reply.clone().text()
    const headers = Object.fromEntries(reply.headers)
    if (body) checkReply(request.method, pathname, search, { statusCode: reply.status, headers, body })
    return reply
  }
  return (access) => createClient({ url, send, ...access })
}

test('every operation of the contract is a call of the client', async () => {
  const service = await startSeeded({ WEBHOOK_ALLOW_PRIVATE: 'true' })
  const asked = new Set<string>()
  const clientWith = await clientOf(service, asked)
  const { store } = service.deps
  const { key } = await store.write((tx) => createKey(tx, service.deps, { role: 'admin', name: 'test' }))
  const admin = clientWith({ key })
  await read(clientWith({}))
  await edit(admin)
  await nameThings(admin)
  await follow(admin)
  await letIn(admin, clientWith)
  const missing = operations.map(({ name }) => name).filter((name) => !asked.has(name))
  expect(missing).toEqual(expect.arrayContaining(LEFT_OUT))
  expect(missing).toHaveLength(LEFT_OUT.length)
  expect([...asked].filter((name) => !operations.some((operation) => operation.name === name))).toEqual([])
})

async function read(client: Client): Promise<void> {
  const { articles, qa, people, topics } = client
  const article = await articles.get(SEED_SLUG)
  expect((await articles.list({ topic: 'drone-strikes', facets: 'topic' })).facets).toBeDefined()
  expect((await articles.qa(SEED_SLUG, { fields: ['number'] })).data).toHaveLength(8)
  for (const form of ['html', 'md', 'jsonld', 'ninjs', 'csl'] as const) await articles.getAs(SEED_SLUG, form)
  const pairs = []
  for await (const pair of qa.all({ article: SEED_SLUG, limit: 3, sort: 'position' })) pairs.push(pair)
  expect(pairs.map(({ id }) => id)).toEqual(article.qa.map(({ id }) => id))
  const { id } = await qa.get(pairs[0]?.id ?? '')
  await qa.related(id)
  for (const form of ['html', 'md', 'jsonld', 'csl'] as const) await qa.getAs(id, form)
  expect((await client.quotes.verify({ text: pairs[0]?.answer.text ?? '' })).verdict).toBe('verbatim')
  await people.list()
  await people.get('daniel-markey')
  await topics.get('drone-strikes')
  await topics.tree()
  await client.corrections.list()
  await client.changes.list()
  expect(await client.health()).toEqual(await client.ready())
  expect(await client.metrics()).toContain('http_request_duration_seconds')
}

async function edit({ articles, imports }: Client): Promise<void> {
  const { id: importId } = await imports.create(seedText, { dryRun: true })
  await imports.get((await imports.create(seedText)).id).catch(() => undefined)
  expect(importId).toMatch(/^imp_/)
  expect((await articles.source(SEED_SLUG)).type).toContain('text/plain')

  const made = await articles.create({ title: 'Wells', qa: [{ question: 'Who digs?', answer: 'All.' }] })
  const { id } = made
  const changed = await articles.update(id, { dek: 'Of water.' }, { ifMatch: made.etag })
  await articles.drafts({ status: 'draft' })
  expect(await articles.draft(id)).toEqual(changed)
  const { token, id: linkId } = await articles.createPreviewLink(id, { expiresIn: 60 })
  expect((await articles.get(id, { preview: token, fields: ['dek'] })).dek).toBe('Of water.')
  expect((await articles.previewLinks(id)).data).toMatchObject([{ id: linkId, revokedAt: null }])
  await articles.revokePreviewLink(id, linkId)
  const published = await articles.publish(id, { ifMatch: changed.etag })
  await articles.correct(id, { kind: 'correction', text: 'Some.' }, { ifMatch: published.etag })
  await articles.revisions(id)
  await articles.revision(id, 1)
  await articles.diff(id, { from: 1, to: 2 })
  const { etag } = await articles.draft(id)
  const restored = await articles.restoreRevision(id, 1, { ifMatch: etag })
  const hidden = await articles.unpublish(id, { ifMatch: restored.etag })
  await articles.trash(id, { ifMatch: hidden.etag })
  await articles.restore(id, { ifMatch: (await articles.draft(id)).etag })
}

async function nameThings({ people, topics }: Client): Promise<void> {
  for (const nouns of [people, topics]) {
    const [one, other] = [await nouns.create({ name: 'Wells' }), await nouns.create({ name: 'Springs' })]
    const { etag = '' } = await nouns.update(one.id, { name: 'Deep Wells' }, { ifMatch: one.etag ?? '' })
    const left = await nouns.merge(one.id, other.id, { ifMatch: etag })
    await nouns.delete(other.id, { ifMatch: left.etag ?? '' })
  }
}

async function follow({ webhooks }: Client): Promise<void> {
  const { id } = await webhooks.create(WEBHOOK)
  await webhooks.list()
  await webhooks.update(id, { description: 'A test' })
  expect((await webhooks.get(id)).description).toBe('A test')
  await webhooks.rotateSecret(id)
  const { id: deliveryId } = await webhooks.test(id)
  expect((await webhooks.deliveries(id)).data).toMatchObject([{ id: deliveryId }])
  await webhooks.delivery(id, deliveryId)
  await webhooks.redeliver(id, deliveryId)
  await webhooks.delete(id)
}

async function letIn(admin: Client, clientWith: (access: object) => Client): Promise<void> {
  const { id } = await admin.keys.create({ name: 'site', role: 'reader' })
  await admin.keys.list()
  await admin.keys.revoke(id)
  const user = await admin.users.create({ ...CREDENTIALS, name: 'Ada', role: 'editor' })
  await admin.users.list()
  await admin.users.update(user.id, { name: 'Ada Byron' })
  expect((await admin.audit.list()).data.length).toBeGreaterThan(0)
  const { csrfToken } = await clientWith({}).session.signIn(CREDENTIALS)
  const page = clientWith({ csrfToken })
  expect((await page.session.get()).user.name).toBe('Ada Byron')
  await page.session.signOut()
}
