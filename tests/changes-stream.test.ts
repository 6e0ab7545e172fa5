import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import { connect, type Socket } from 'node:net'
import Sqlite from 'better-sqlite3'
import { describe, expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { appendChanges } from '../src/changes/append.ts'
import { Change } from '../src/changes/contract.ts'
import { loadEverything } from '../src/changes/load-everything.ts'
import { longReplies } from '../src/changes/long-replies.ts'
import { lastSeqOf } from '../src/changes/queries.ts'
import { STREAM_BATCH_ENTRIES, streamChanges } from '../src/changes/stream-changes.ts'
import { watchLog } from '../src/changes/watch-log.ts'
import { openSqliteStore } from '../src/db/store.sqlite.ts'
import type { Deps } from '../src/deps.ts'
import type { App } from '../src/http/server.ts'
import { getArticleState } from '../src/editing/edit-article.ts'
import { createKey, revokeKey } from '../src/keys/queries.ts'
import { personChange } from '../src/people/person-change.ts'
import { unpublish } from '../src/publishing/publish.ts'
import { addUser, Browser } from './browser.ts'
import { plant, startSeeded, startService } from './harness.ts'

const HOST = '127.0.0.1'

async function listen(app: App): Promise<number> {
  await app.listen({ host: HOST, port: 0 })
  return z.object({ port: z.int() }).parse(app.server.address()).port
}

interface Event {
  id: number
  event: string | undefined
  data: Change | undefined
}

interface EventReader {
  headers: Headers
  /** The next block, which is an event or, without `data`, a sign of life. */
  next: () => Promise<Event>
  /** The next events. */
  take: (count: number) => Promise<Event[]>
  leave: () => void
}

async function openStream(
  port: number,
  { query = '', headers = {} }: { query?: string; headers?: Record<string, string> } = {},
): Promise<EventReader> {
  const leaving = new AbortController()
  const reply = await fetch(`http://${HOST}:${port}/v1/changes${query}`, {
    headers: { accept: 'text/event-stream', ...headers },
    signal: leaving.signal,
  })
  onTestFinished(() => leaving.abort())
  const blocks = blocksOf(reply)
  const next = async () => {
    const { value, done } = await blocks.next()
    if (done === true) throw new Error('The stream has ended.')
    return readBlock(value)
  }
  const take = async (count: number) => {
    const events: Event[] = []
    while (events.length < count) {
      const event = await next()
      if (event.data) events.push(event)
    }
    return events
  }
  return { headers: reply.headers, next, take, leave: () => leaving.abort() }
}

async function* blocksOf({ body }: Response): AsyncGenerator<string, void> {
  let rest = ''
  for await (const text of body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const blocks = (rest + text).split('\n\n')
    rest = blocks.pop() ?? ''
    yield* blocks
  }
}

function readBlock(block: string): Event {
  const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1]
  const data = field('data')
  return {
    id: Number(field('id')),
    event: field('event'),
    data: data === undefined ? undefined : Change.parse(JSON.parse(data)),
  }
}

/** Adds entries that take so many bytes each; nobody is meant to look at them. */
async function fillLog(deps: Deps, { count, bytes = 1 }: { count: number; bytes?: number }): Promise<void> {
  const change = personChange({ id: deps.newId('per'), slug: 'x'.repeat(bytes) }, true)
  await deps.store.write((tx) =>
    appendChanges(
      tx,
      deps,
      Array.from({ length: count }, () => change),
    ),
  )
}

async function allSeqs(deps: Deps, since: number): Promise<number[]> {
  const last = await lastSeqOf(deps.store.read)
  return Array.from({ length: last - since }, (_, index) => since + index + 1)
}

describe('the stream of GET /v1/changes', () => {
  test('gives the same entries as the list, each with its seq and type', async () => {
    const { app, client } = await startSeeded()
    const { data } = await client.changes.list({ limit: 1000 })
    const stream = await openStream(await listen(app), { query: '?since=0' })
    const events = await stream.take(data.length)
    expect(events).toEqual(data.map((entry) => ({ id: entry.seq, event: entry.type, data: entry })))
    expect(stream.headers.get('cache-control')).toContain('no-store')
    expect(stream.headers.get('x-accel-buffering')).toBe('no')
  })

  test('begins with what is new, and says where that is', async () => {
    const { app, deps } = await startSeeded()
    const stream = await openStream(await listen(app))
    const end = await lastSeqOf(deps.store.read)
    expect(await stream.next()).toEqual({ id: end, event: undefined, data: undefined })
    const id = await plant(deps, {})
    expect(await stream.take(1)).toMatchObject([{ event: 'article.published', data: { id } }])
  })

  test('brings what another process writes', async () => {
    const { app, deps } = await startService()
    const stream = await openStream(await listen(app))
    await stream.next()
    const other = { ...deps, store: openSqliteStore(deps.config.databasePath) }
    const id = await plant(other, {})
    await other.store.close()
    expect(await stream.take(1)).toMatchObject([{ data: { id } }])
  })

  test('goes on after Last-Event-ID without loss or repetition, wherever it broke', async () => {
    const { app, deps } = await startService()
    const port = await listen(app)
    const seen: number[] = []
    let lastSeen = '0'
    for (const count of [1, STREAM_BATCH_ENTRIES, 3, STREAM_BATCH_ENTRIES + 1, 20]) {
      await fillLog(deps, { count: 70 })
      const stream = await openStream(port, { query: '?since=5', headers: { 'last-event-id': lastSeen } })
      const events = await stream.take(count)
      stream.leave()
      seen.push(...events.map(({ id }) => id))
      lastSeen = String(seen.at(-1))
    }
    expect(seen).toEqual((await allSeqs(deps, 0)).slice(0, seen.length))
  })

  test('narrows by types and topic, and goes on over what that hides', async () => {
    const { app, deps } = await startService()
    const rivers = { slug: 'rivers', name: 'Rivers' }
    const stream = await openStream(await listen(app), { query: '?types=article.published&topic=rivers' })
    await fillLog(deps, { count: 250 })
    await plant(deps, {})
    const id = await plant(deps, { topics: [rivers] })
    // Before it was published, nothing was called so.
    expect(await stream.take(1)).toMatchObject([{ data: { id } }])
  })

  test.each([
    [{ 'last-event-id': 'x' }, 'invalid_request'],
    [{ 'last-event-id': '999999' }, 'cursor_mismatch'],
  ])('refuses %o', async (headers, code) => {
    const { app } = await startService()
    const accept = 'text/event-stream'
    const reply = await app.inject({ url: '/v1/changes', headers: { accept, ...headers } })
    expect(reply.json()).toMatchObject({ status: 400, code })
    expect(reply.body).toMatch(/Last-Event-ID|last-event-id/)
  })
})

describe('with READ_ACCESS=key', () => {
  async function startClosed() {
    const service = await startService({ READ_ACCESS: 'key' })
    const { deps } = service
    const make = (expiresAt?: string) =>
      deps.store.write((tx) => createKey(tx, deps, { role: 'reader', name: 'r', expiresAt }))
    return { ...service, make, port: await listen(service.app) }
  }
  const bearer = ({ key }: { key: string }) => ({ authorization: `Bearer ${key}` })

  /** Opens a stream, sees that it goes on, ends what it was let in by, and sees that it brings nothing more. */
  async function endsWith(
    { deps, port }: { deps: Deps; port: number },
    headers: Record<string, string>,
    end: () => unknown,
  ) {
    const stream = await openStream(port, { headers })
    await stream.next()
    const id = await plant(deps, {})
    expect(await stream.take(1)).toMatchObject([{ data: { id } }])
    await end()
    await plant(deps, {})
    await expect(stream.next()).rejects.toThrow('has ended')
  }

  test('a stream brings nothing after its key was revoked', async () => {
    const service = await startClosed()
    const key = await service.make()
    await endsWith(service, bearer(key), () =>
      service.deps.store.write((tx) => revokeKey(tx, service.deps, key.id)),
    )
  })

  test('a stream brings nothing after its key has expired', async () => {
    const service = await startClosed()
    const expiresAt = new Date(Date.now() + 60 * 60 * 1000)
    const key = await service.make(expiresAt.toISOString())
    await endsWith(service, bearer(key), () => (service.deps.now = () => expiresAt))
  })

  test('a stream brings nothing after its reader has signed out', async () => {
    const service = await startClosed()
    await addUser(service, { role: 'reader' })
    const browser = new Browser(service)
    await browser.signIn()
    await endsWith(service, { cookie: browser.cookie ?? '' }, () => browser.write('DELETE', '/v1/session'))
  })

  test('a full load breaks off where its key ends, and does not look whole', async () => {
    const { app, deps, make } = await startClosed()
    for (let count = 0; count < 5; count += 1) await plant(deps, {})
    const expiresAt = new Date(Date.now() + 60 * 60 * 1000)
    const headers = { accept: 'application/x-ndjson', ...bearer(await make(expiresAt.toISOString())) }
    const load = async () => (await app.inject({ url: '/v1/changes', headers })).body
    const whole = await load()
    expect(whole).toContain('"resource":"cursor"')
    let looks = 0
    const { now } = deps
    deps.now = () => ((looks += 1) > 3 ? expiresAt : now())
    const broken = await load()
    expect(broken).not.toBe('')
    expect(broken.length).toBeLessThan(whole.length)
    expect(whole.startsWith(broken)).toBe(true)
    expect(broken).not.toContain('"resource":"cursor"')
  })
})

describe('a reader who does not read', () => {
  /** Asks for the stream, and reads not a byte of it. */
  async function openStuck(app: App, port: number): Promise<{ reader: Socket; server: Socket }> {
    const accepted = once(app.server, 'connection')
    const reader = connect(port, HOST)
    onTestFinished(() => {
      reader.destroy()
    })
    reader.write('GET /v1/changes?since=0 HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\n\r\n')
    const [server] = z.tuple([z.custom<Socket>()]).parse(await accepted)
    return { reader, server }
  }

  const count = 3_000
  const bytes = 10_000

  test('is not read for, and others get everything', async () => {
    const { app, deps } = await startService()
    await fillLog(deps, { count, bytes })
    const port = await listen(app)
    const { server } = await openStuck(app, port)
    const other = await openStream(port, { query: '?since=0' })
    const all = await allSeqs(deps, 0)
    expect((await other.take(all.length)).map(({ id }) => id)).toEqual(all)
    const id = await plant(deps, {})
    expect(await other.take(1)).toMatchObject([{ data: { id } }])
    // What it was sent lies with the kernel, but for a batch or two.
    expect(server.bytesWritten).toBeGreaterThan(0)
    expect(server.writableLength).toBeLessThan(3 * STREAM_BATCH_ENTRIES * bytes)
    expect(server.bytesWritten).toBeLessThan((count * bytes) / 2)
  })

  test('does not keep the service from closing, nor does one who waits', async () => {
    const { app, deps } = await startService()
    await fillLog(deps, { count, bytes })
    const port = await listen(app)
    const { server } = await openStuck(app, port)
    const waiting = await openStream(port)
    await waiting.next()
    const busy = await openStream(port, { query: '?since=0' })
    await busy.take(2 * STREAM_BATCH_ENTRIES)
    await app.close()
    expect(server.destroyed).toBe(true)
    await expect(waiting.next()).rejects.toThrow('has ended')
  })
})

describe('streamChanges', () => {
  test('is never silent for long, and each sign of life says how far it has looked', async () => {
    const { deps } = await startService()
    const { read } = deps.store
    const stop = new AbortController()
    const filter = { types: ['article.corrected' as const] }
    const after = await lastSeqOf(read)
    const stream = streamChanges(read, watchLog(read), {
      ...{ after, filter, signal: stop.signal },
      heartbeatMs: 1,
    })
    expect((await stream.next()).value).toContain(`id: ${after}\n\n`)
    await fillLog(deps, { count: 250 })
    expect(readBlock(String((await stream.next()).value))).toMatchObject({ id: after + 250, data: undefined })
    expect(readBlock(String((await stream.next()).value))).toMatchObject({ id: after + 250, data: undefined })
    stop.abort()
    expect((await stream.next()).done).toBe(true)
  })

  test('ends with its signal while it waits', async () => {
    const { deps } = await startService()
    const { read } = deps.store
    const stop = new AbortController()
    const stream = streamChanges(read, watchLog(read), {
      ...{ after: await lastSeqOf(read), filter: {}, signal: stop.signal },
    })
    await stream.next()
    const next = stream.next()
    stop.abort()
    expect((await next).done).toBe(true)
  })
})

describe('loadEverything', () => {
  test('is of one moment, however much is written while it is read', async () => {
    const { deps } = await startSeeded()
    const { signal } = new AbortController()
    const begin = () => loadEverything(deps.store, deps.config.siteUrl, signal)
    const ids: string[] = []
    for (let count = 0; count < 12; count += 1)
      ids.push(await plant(deps, { people: [{ name: `Person ${count}`, role: 'author', title: null }] }))
    const still: string[] = []
    for await (const lines of begin()) still.push(lines)
    const busy: string[] = []
    for await (const lines of begin()) {
      busy.push(lines)
      await plant(deps, { topics: [{ slug: `t-${busy.length}`, name: `T ${busy.length}` }] })
      const id = ids.pop()
      if (id !== undefined)
        await deps.store.write(async (tx) => unpublish(tx, deps, await getArticleState(tx, id)))
    }
    expect(busy).toEqual(still)
  })

  test('holds the database only until it ends, or is given up', async () => {
    const { deps } = await startSeeded()
    const other = new Sqlite(deps.config.databasePath)
    const isHeld = () =>
      z.tuple([z.object({ busy: z.int() })]).parse(other.pragma('wal_checkpoint(RESTART)'))[0].busy
    other.pragma('busy_timeout = 0')
    const late = new AbortController()
    const begin = async () => {
      const lines = loadEverything(deps.store, deps.config.siteUrl, late.signal)
      await lines.next()
      await plant(deps, {})
      expect(isHeld()).toBe(1)
      return lines
    }
    await (await begin()).return()
    expect(isHeld()).toBe(0)
    const lines = await begin()
    late.abort()
    await expect(lines.next()).rejects.toThrow('aborted')
    expect(isHeld()).toBe(0)
    other.close()
  })
})

describe('longReplies', () => {
  test('are so many at once and no more, until one is closed', async () => {
    const replies = longReplies({ name: 'streams', max: 1, durationMsMax: 60_000 })
    const arrived: ServerResponse[] = []
    const server = createServer((_request, response) => arrived.push(response)).listen(0, HOST)
    onTestFinished(() => {
      server.closeAllConnections()
      server.close()
    })
    await once(server, 'listening')
    const { port } = z.object({ port: z.int() }).parse(server.address())
    const ask = async () => {
      const asked = once(server, 'request')
      const reader = connect(port, HOST).on('error', () => undefined)
      reader.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
      await asked
      const raw = arrived.at(-1)
      if (!raw) throw new Error('Nothing arrived.')
      return { reader, raw }
    }
    const [first, second] = [await ask(), await ask()]
    const signal = replies.begin(first)
    expect(() => replies.begin(second)).toThrow('no more at once')
    first.reader.destroy()
    await once(signal, 'abort')
    expect(replies.begin(second).aborted).toBe(false)
    const gone = await ask()
    gone.raw.destroy()
    second.raw.destroy()
    await once(second.raw, 'close')
    expect(replies.begin(gone).aborted).toBe(true)
  })
})
