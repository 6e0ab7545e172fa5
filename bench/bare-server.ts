import fastify from 'fastify'
import { z } from 'zod'

/** What the bare server answers, from memory; sent to it by the process that forks it. */
export const BareReplies = z.array(
  z.object({
    path: z.string(),
    status: z.int(),
    headers: z.record(z.string(), z.string()),
    body: z.instanceof(Uint8Array),
  }),
)
export type BareReplies = z.infer<typeof BareReplies>

// Without its parent it has no purpose.
process.on('disconnect', () => process.exit())
process.once('message', (message) => {
  void listen(BareReplies.parse(message))
})

/** Serves the bytes on a free port, and sends its own address to the parent. */
async function listen(replies: BareReplies): Promise<void> {
  const app = fastify({ logger: false })
  for (const { path, status, headers, body } of replies) {
    const bytes = Buffer.from(body)
    app.get(path, (_request, reply) => {
      reply.code(status).headers(headers)
      return reply.send(status === 304 ? undefined : bytes)
    })
  }
  process.send?.(await app.listen({ host: '127.0.0.1', port: 0 }))
}
