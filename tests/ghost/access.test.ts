import type { InjectOptions } from 'light-my-request'
import { expect, test, vi } from 'vitest'
import { z } from 'zod'
import { createKey } from '../../src/keys/queries.ts'
import type { KeyRole } from '../../src/keys/contract.ts'
import { askInFront, plant, type Service, startService } from '../harness.ts'
import { clientOf, plantThree, refusalOf, startGhost } from './world.ts'

const CONTENT = '/ghost/api/content'

const GhostErrors = z.strictObject({
  errors: z.tuple([
    z.strictObject({
      ...{ message: z.string(), context: z.string().nullable(), type: z.string(), details: z.null() },
      ...{ property: z.string().nullable(), help: z.null(), code: z.string().nullable() },
      ...{ id: z.string(), ghostErrorCode: z.null() },
    }),
  ]),
})

async function keyOf({ deps }: Service, role: KeyRole): Promise<string> {
  return (await deps.store.write((tx) => createKey(tx, deps, { role, name: role }))).key
}

test('where reading is open any key will do, and none', async () => {
  const { app, ghost } = await startGhost()
  expect(await ghost.posts.browse()).toHaveLength(0)
  expect((await app.inject(`${CONTENT}/posts/`)).statusCode).toBe(200)
})

test('where reading needs a key Ghost’s client sends that of a reader, and no other goes into an address', async () => {
  const service = await startGhost({ READ_ACCESS: 'key' })
  const { url, app, ghost } = service
  await plantThree(service)
  const reader = await keyOf(service, 'reader')
  expect(await clientOf(url, reader).posts.browse()).toHaveLength(3)

  expect(await refusalOf(ghost.posts.browse())).toMatchObject({
    ...{ name: 'UnauthorizedError', message: 'Unknown Content API Key', code: 'UNKNOWN_CONTENT_API_KEY' },
    response: { status: 401 },
  })
  for (const role of ['editor', 'admin'] as const) {
    const refusal = await refusalOf(clientOf(url, await keyOf(service, role)).posts.browse())
    expect(refusal).toMatchObject({ name: 'UnauthorizedError', code: 'INVALID_API_KEY_TYPE' })
  }
  for (const query of ['', '?key=', `?key=${reader}&key=${reader}`])
    expect((await app.inject(`${CONTENT}/posts/${query}`)).statusCode).toBe(401)
  const headers = { authorization: `Bearer ${reader}` }
  const replied = await app.inject({ url: `${CONTENT}/posts/`, headers })
  expect([replied.statusCode, replied.headers['cache-control']]).toEqual([200, 'private, no-cache'])
})

test('the use of a key in an address is noted, and the log does not show it', async () => {
  const lines: string[] = []
  const stderr = vi.spyOn(process.stderr, 'write').mockImplementation((line) => lines.push(String(line)) > 0)
  const service = await startService({ READ_ACCESS: 'key', LOG_LEVEL: 'info' })
  const reader = await keyOf(service, 'reader')
  await service.app.inject(`${CONTENT}/posts/?limit=1&key=${reader}`)
  const { keys } = await service.clientWith('admin')
  await vi.waitFor(async () => {
    const used = (await keys.list({})).data.filter(({ lastUsedAt }) => lastUsedAt !== null)
    expect(used.map(({ name }) => name)).toContain('reader')
  })
  stderr.mockRestore()
  expect(lines.join('')).toContain('limit=1&key=…')
  expect(lines.join('')).not.toContain(reader)
})

test('an error has Ghost’s shape, whatever it is', async () => {
  const service = await startService()
  const { app } = service
  const failures: [string, InjectOptions, number, string][] = [
    ['no such post', { url: `${CONTENT}/posts/slug/nothing/` }, 404, 'NotFoundError'],
    ['no such page', { url: `${CONTENT}/pages/slug/nothing/` }, 404, 'NotFoundError'],
    ['no such tag', { url: `${CONTENT}/tags/top_1/` }, 404, 'NotFoundError'],
    ['a slug for an id', { url: `${CONTENT}/authors/ada-byron/` }, 404, 'NotFoundError'],
    ['no such resource', { url: `${CONTENT}/offers/` }, 404, 'NotFoundError'],
    ['the Admin API', { url: '/ghost/api/admin/posts/' }, 404, 'NotFoundError'],
    ['writing', { method: 'POST', url: `${CONTENT}/posts/`, payload: {} }, 405, 'MethodNotAllowedError'],
    ['a version to come', versioned('v7.0'), 406, 'RequestNotAcceptableError'],
    ['no version', versioned('latest'), 406, 'RequestNotAcceptableError'],
    ['an unknown parameter', { url: `${CONTENT}/settings/?nope=1` }, 422, 'ValidationError'],
  ]
  for (const [what, request, status, type] of failures) {
    const reply = await askInFront(app, request)
    const { headers } = reply
    expect([what, reply.statusCode, headers['cache-control'], headers['content-version']]).toEqual([
      ...[what, status, 'no-store', 'v6.0'],
    ])
    expect(GhostErrors.parse(reply.json()).errors[0].type).toBe(type)
  }
})

test('who reads too much is told so in Ghost’s shape', async () => {
  const { app } = await startService({ RATE_LIMIT_READ_PER_MIN: '1' })
  await app.inject(`${CONTENT}/posts/`)
  const { statusCode, headers, body } = await app.inject(`${CONTENT}/posts/`)
  expect([statusCode, headers['retry-after']]).toEqual([429, '60'])
  expect(JSON.parse(body)).toMatchObject({ errors: [{ type: 'TooManyRequestsError' }] })
})

test('a retracted article is gone, and a draft never was', async () => {
  const service = await startGhost()
  const { deps, ghost } = service
  const id = await plant(deps, { title: 'Taken', publishedAt: '2020-01-01T00:00:00.000Z' })
  const draft = await plant(deps, { title: 'Draft' }, { draft: true })
  const { articles } = await service.clientWith('editor')
  const { etag } = await articles.draft(id)
  await articles.correct(id, { kind: 'retraction', text: 'Made up.' }, { ifMatch: etag })
  expect(await refusalOf(ghost.posts.read({ slug: 'taken' }))).toMatchObject({
    ...{ name: 'NotFoundError', context: 'Made up.', response: { status: 410 } },
  })
  const never = await refusalOf(ghost.posts.read({ id: draft }))
  const nothing = await refusalOf(ghost.posts.read({ id: draft.replace(/.{4}$/, '0000') }))
  expect([never.message, never.context, never.response.status]).toEqual([
    nothing.message,
    nothing.context,
    404,
  ])
  expect(await ghost.posts.browse({ filter: `id:[${id},${draft}]` })).toHaveLength(0)
})

test('a reply comes from memory until something that it shows is another', async () => {
  const service = await startService()
  await plantThree(service)
  const editor = await service.clientWith('editor')
  const ask = async (version = 'v6.0') => {
    const url = `${CONTENT}/posts/slug/on-dams/?key=a&include=tags`
    return askInFront(service.app, { url, headers: { 'accept-version': version } })
  }
  const first = await ask()
  expect(first.headers['vary']).toBe('Accept-Encoding, Accept-Version')
  expect(first.headers['cache-tag']).toContain('topic:dams')
  expect((await ask()).headers.etag).toBe(first.headers.etag)
  expect((await ask('v7.0')).statusCode).toBe(406)
  const { etag = '' } = await editor.topics.get('dams')
  await editor.topics.update('dams', { description: 'Walls in rivers.' }, { ifMatch: etag })
  expect((await ask()).body).toContain('Walls in rivers.')
})

function versioned(version: string): { url: string; headers: Record<string, string> } {
  return { url: `${CONTENT}/posts/`, headers: { 'accept-version': version } }
}
