import { once } from 'node:events'
import { connect, createServer, type Server } from 'node:net'
import type { InjectOptions } from 'fastify'
import { describe, expect, onTestFinished, test } from 'vitest'
import { endBrokenRequest } from '../src/http/broken-request.ts'
import { ProblemDocument } from '../src/http/contract.ts'
import { createKey } from '../src/keys/queries.ts'
import type { KeyRole } from '../src/keys/contract.ts'
import { type ProblemCode, problemCodes, problems } from '../src/problem.ts'
import { type Service, startService } from './harness.ts'

interface Way {
  request: InjectOptions | string
  role?: KeyRole
  /** What breaks the service before it is asked. */
  before?: (service: Service) => Promise<void>
}

const importing = (contentType: string, payload: string): InjectOptions => ({
  method: 'POST',
  url: '/v1/imports',
  headers: { 'content-type': contentType },
  payload,
})

const waysToFail: Partial<Record<ProblemCode, Way[]>> = {
  invalid_request: [
    { request: '/v1/articles?limit=1000' },
    { request: '/v1/qa?colour=red' },
    { request: '/v1/people/x?colour=red' },
    { request: '/healthz?colour=red' },
    { request: '/v1/articles/%ZZ' },
    {
      request: {
        method: 'POST',
        url: '/nowhere',
        headers: { 'content-type': 'application/json' },
        payload: '{',
      },
    },
    {
      request: {
        method: 'POST',
        url: '/nowhere',
        headers: { 'content-type': 'application/json' },
        payload: '',
      },
    },
  ],
  unauthenticated: [{ request: importing('text/plain', 'x') }],
  forbidden: [{ request: importing('text/plain', 'x'), role: 'reader' }],
  not_found: [
    { request: '/nowhere' },
    { request: '/v1' },
    { request: '/v1/articles/never-was' },
    { request: '/v1/qa/never-was' },
    { request: '/v1/people/never-was' },
    { request: '/v1/topics/never-was' },
    { request: '/problems/never-was' },
    { request: '/v1/articles/' },
  ],
  method_not_allowed: [
    { request: { method: 'DELETE', url: '/v1/articles' } },
    { request: { method: 'PUT', url: '/healthz' } },
    { request: { method: 'GET', url: '/v1/imports' } },
  ],
  payload_too_large: [{ request: importing('text/plain', 'x'.repeat(2_000)), role: 'editor' }],
  uri_too_long: [{ request: `/v1/articles/${'a'.repeat(2_000)}` }],
  unsupported_media_type: [{ request: importing('image/png', 'x'), role: 'editor' }],
  unreadable_text: [{ request: importing('text/plain', ' '), role: 'editor' }],
  not_implemented: [{ request: '/oembed?url=https://site.example/articles/x&format=yaml' }],
  unavailable: [{ request: '/readyz', before: ({ deps }) => deps.store.close() }],
  internal: [{ request: '/v1/articles', before: ({ deps }) => deps.store.close() }],
}

const ways = Object.entries(waysToFail).flatMap(([code, list]) =>
  list.map((way): [string, string, Way] => [
    code,
    typeof way.request === 'string' ? way.request.slice(0, 60) : JSON.stringify(way.request).slice(0, 60),
    way,
  ]),
)

describe('every failure is a problem document', () => {
  test.each(ways)('%s: %s', async (code, _, { request, role, before }) => {
    const service = await startService({ IMPORT_BYTES_MAX: '1000' })
    const { app, deps } = service
    const options: InjectOptions = typeof request === 'string' ? { url: request } : request
    const key = role && (await deps.store.write((tx) => createKey(tx, deps, { role, name: role }))).key
    await before?.(service)
    const authorization = key === undefined ? {} : { authorization: `Bearer ${key}` }
    const reply = await app.inject({ ...options, headers: { ...options.headers, ...authorization } })
    expect(reply.headers['content-type']).toBe('application/problem+json')
    const problem = ProblemDocument.parse(reply.json())
    expect(problem.code).toBe(code)
    expect(problem).toMatchObject({ status: reply.statusCode, requestId: reply.headers['x-request-id'] })
    expect(problem).toMatchObject({ title: problems[problem.code].title, type: `/problems/${code}` })
    expect(reply.headers['cache-control']).toBe('no-store')
    expect(reply.body).not.toMatch(/sqlite|select |node_modules|\.ts\b/i)
  })
})

/** What a server answers to bytes sent by hand. */
async function answerOf(server: Server, bytes: string): Promise<string> {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server does not listen.')
  const socket = connect(address.port, '127.0.0.1', () => socket.write(bytes))
  let answer = ''
  socket.on('data', (chunk) => (answer += chunk.toString()))
  await once(socket, 'close')
  return answer
}

describe('what is no request is a problem, too', () => {
  test.each([
    ['invalid_request', 'no http at all\r\n\r\n', 400],
    ['headers_too_large', `GET / HTTP/1.1\r\nHost: x\r\nX-Long: ${'a'.repeat(20_000)}\r\n\r\n`, 431],
  ])('%s', async (code, bytes, status) => {
    const { app } = await startService()
    await app.listen({ host: '127.0.0.1', port: 0 })
    const [head = '', body = ''] = (await answerOf(app.server, bytes)).split('\r\n\r\n')
    expect(head).toContain(`HTTP/1.1 ${status} `)
    expect(head).toContain('application/problem+json')
    expect(ProblemDocument.parse(JSON.parse(body)).code).toBe(code)
  })

  test('timeout', async () => {
    const late = Object.assign(new Error('late'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' })
    const server = createServer((socket) => {
      endBrokenRequest(late, socket)
    })
    onTestFinished(() => void server.close())
    await once(server.listen(0, '127.0.0.1'), 'listening')
    const [head = '', body = ''] = (await answerOf(server, 'GET / HTTP/1.1')).split('\r\n\r\n')
    expect(head).toContain('HTTP/1.1 408 ')
    expect(ProblemDocument.parse(JSON.parse(body)).code).toBe('timeout')
  })
})

test('every problem code has a way to fail that is tested', () => {
  const elsewhere: ProblemCode[] = [
    ...(['cursor_mismatch', 'headers_too_large', 'timeout'] as const),
    // In the tests of editing, publishing and signing in.
    ...(['conflict', 'gone', 'idempotency_mismatch', 'too_many_requests'] as const),
    ...(['precondition_failed', 'precondition_required'] as const),
  ]
  const tested = new Set([...Object.keys(waysToFail), ...elsewhere])
  expect([...tested].sort()).toEqual([...problemCodes].sort())
})

test('the type of a problem leads to its explanation', async () => {
  const { app } = await startService()
  for (const code of problemCodes) {
    const reply = await app.inject(`/problems/${code}`)
    expect(reply.json()).toEqual({ code, ...problems[code] })
  }
})
