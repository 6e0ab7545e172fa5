import { expect, onTestFinished, test } from 'vitest'
import type { Change } from '../../src/changes/contract.ts'
import { type Client, createClient } from '../../src/client/index.ts'
import { plant, type Service, startService } from '../harness.ts'
import { listen } from '../listen.ts'
import { problemOf } from '../problem-of.ts'

/** Watches articles that are published, and makes one more after each of the first ones. */
async function watchThem(
  client: Client,
  { deps }: Service,
  { count, onEach }: { count: number; onEach?: () => void },
): Promise<{ planted: string[]; seen: string[] }> {
  const stop = new AbortController()
  onTestFinished(() => stop.abort())
  const planted = [await plant(deps, {})]
  const seen: string[] = []
  const types = ['article.published'] as const
  for await (const { id } of client.changes.watch({ types, signal: stop.signal, pollIntervalMs: 1 })) {
    seen.push(id)
    if (seen.length === count) stop.abort()
    else {
      onEach?.()
      planted.push(await plant(deps, {}))
    }
  }
  return { planted, seen }
}

test('watch gives what is there and what comes, until the signal', async () => {
  const service = await startService()
  const asked: (string | null)[] = []
  const send = (request: Request) => {
    asked.push(request.headers.get('accept'))
    return fetch(request)
  }
  const client = createClient({ url: await listen(service), send })
  const { planted, seen } = await watchThem(client, service, { count: 3 })
  expect(seen).toEqual(planted)
  expect(asked).toEqual(['text/event-stream'])
})

test('watch goes on after the last entry when its connection breaks, and gives none twice', async () => {
  const service = await startService()
  const client = createClient({ url: await listen(service) })
  const cut = () => service.app.server.closeAllConnections()
  const { planted, seen } = await watchThem(client, service, { count: 3, onEach: cut })
  expect(seen).toEqual(planted)
})

test('watch asks again and again where something in between lets no stream through', async () => {
  const service = await startService()
  const url = await listen(service)
  const send = (request: Request) =>
    request.headers.get('accept') === 'text/event-stream'
      ? Promise.resolve(new Response('<p>Sign in</p>', { headers: { 'content-type': 'text/html' } }))
      : fetch(request)
  const { planted, seen } = await watchThem(createClient({ url, send }), service, { count: 3 })
  expect(seen).toEqual(planted)
})

test('watch throws where it is refused for good', async () => {
  const service = await startService({ READ_ACCESS: 'key' })
  const entries: AsyncGenerator<Change, void> = createClient({ url: await listen(service) }).changes.watch()
  expect((await problemOf(entries.next())).code).toBe('unauthenticated')
})
