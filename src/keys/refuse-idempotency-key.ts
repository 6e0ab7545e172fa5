import type { FastifyRequest } from 'fastify'
import { Problem } from '../problem.ts'

/** Refuses `Idempotency-Key` where what is sent or answered is secret, and so is not kept to be answered again. */
export function refuseIdempotencyKey({ headers }: FastifyRequest): void {
  if (headers['idempotency-key'] === undefined) return
  const detail = 'is not taken here: what is secret is not kept to be answered again. Leave it out.'
  throw new Problem('invalid_request', `Idempotency-Key ${detail}`, {
    errors: [{ header: 'Idempotency-Key', code: 'unknown', detail }],
  })
}
