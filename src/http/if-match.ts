import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { Problem } from '../problem.ts'

/** So many digits of a hash tell the states of one resource apart. */
const TAG_DIGITS = 20

/** A strong entity tag of a state: another one when anything in it is another. */
export function entityTagOf(state: readonly unknown[]): string {
  const digits = createHash('sha256').update(JSON.stringify(state)).digest('hex').slice(0, TAG_DIGITS)
  return `"${digits}"`
}

/** `Problem` where a request does not name the present state of a resource (RFC 9110, 13.1.1); `*` names any. */
export function requireEntityTag({ headers }: FastifyRequest, etag: string): void {
  const wanted = headers['if-match']
  if (wanted === undefined)
    throw new Problem('precondition_required', 'Send If-Match with the ETag that it was read with.', {
      errors: [{ header: 'If-Match', code: 'missing', detail: 'is needed.' }],
    })
  const tags = wanted.split(',').map((tag) => tag.trim())
  if (tags.includes('*') || tags.includes(etag)) return
  throw new Problem('precondition_failed', `It was changed meanwhile; its ETag is ${etag} now.`, {
    headers: { etag },
    errors: [{ header: 'If-Match', code: 'stale', detail: 'names an older state. Read it again.' }],
  })
}
