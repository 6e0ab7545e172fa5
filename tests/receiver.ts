import type { IncomingHttpHeaders, ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { WebhookPayload } from '../src/webhooks/contract.ts'
import { startServer } from './listen.ts'

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
  const address = await startServer((request, reply) => {
    void text(request).then((body) => {
      const { headers } = request
      const payload = WebhookPayload.parse(JSON.parse(body))
      const received = { id: String(headers['webhook-id']), headers, body, payload }
      receiver.received.push(received)
      receiver.answer(received, reply)
    })
  })
  const receiver: Receiver = {
    url: `${address}/hook`,
    port: Number(new URL(address).port),
    received: [],
    answer: (_request, reply) => reply.end('thanks'),
  }
  return receiver
}
