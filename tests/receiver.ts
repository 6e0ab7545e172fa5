import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'
import { z } from 'zod'
import { WebhookPayload } from '../src/webhooks/contract.ts'

/** What came in. */
export interface Received {
  id: string
  headers: IncomingHttpHeaders
  body: string
  payload: WebhookPayload
}

export interface Receiver {
  url: string
  port: number
  received: Received[]
  /** What it answers from now on. */
  answer: (request: Received, reply: ServerResponse) => void
}

/** A receiver of webhooks on this machine, which ends with the test. It answers 200 until told otherwise. */
export async function startReceiver(): Promise<Receiver> {
  const server = createServer((request, reply) => {
    void text(request).then((body) => {
      const { headers } = request
      const payload = WebhookPayload.parse(JSON.parse(body))
      const received = { id: String(headers['webhook-id']), headers, body, payload }
      receiver.received.push(received)
      receiver.answer(received, reply)
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = z.object({ port: z.int() }).parse(server.address())
  const receiver: Receiver = {
    url: `http://127.0.0.1:${port}/hook`,
    port,
    received: [],
    answer: (_request, reply) => reply.end('thanks'),
  }
  return receiver
}
