import { createHash } from 'node:crypto'
import { and, eq, lt } from 'drizzle-orm'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { idempotencyKeys } from '../db/access-tables.ts'
import type { Db, Store } from '../db/store.ts'
import { Problem } from '../problem.ts'

/** An answer is kept so long to be given again. */
const KEPT_MS = 24 * 60 * 60 * 1000

export interface Answer {
  status: number
  /** null: no content. */
  body: object | null
  headers?: Record<string, string>
}

/**
 * Does the work of a request in one transaction and answers with what came of it. With an `Idempotency-Key` the answer
 * is kept in the same transaction: the same request again, even after a crash, gets it without any work. `Problem`
 * where the key was sent with another request. Works that fail leave nothing, and may be tried again.
 */
export async function answerOnce(
  { store, now }: { store: Store; now: () => Date },
  { request, reply, actor }: { request: FastifyRequest; reply: FastifyReply; actor: string },
  work: (tx: Db) => Promise<Answer>,
): Promise<FastifyReply> {
  const key = request.headers['idempotency-key']
  const { status, body, headers } = await store.write(async (tx) => {
    if (typeof key !== 'string') return work(tx)
    const requestHash = hashOf(request)
    const kept = await findAnswer(tx, { actor, key, requestHash })
    if (kept) return kept
    const answer = await work(tx)
    await keepAnswer(tx, now(), { actor, key, requestHash, answer })
    return answer
  })
  reply.code(status).headers({ 'cache-control': 'no-store', ...headers })
  return body === null ? reply.send() : reply.type('application/json; charset=utf-8').send(body)
}

type KeptRequest = Pick<typeof idempotencyKeys.$inferSelect, 'actor' | 'key' | 'requestHash'>

async function findAnswer(
  tx: Db,
  { actor, key, requestHash }: KeptRequest,
): Promise<(Answer & { headers: Record<string, string> }) | undefined> {
  const [kept] = await tx
    .select()
    .from(idempotencyKeys)
    .where(and(eq(idempotencyKeys.actor, actor), eq(idempotencyKeys.key, key)))
  if (!kept) return undefined
  if (kept.requestHash !== requestHash)
    throw new Problem('idempotency_mismatch', 'This Idempotency-Key was sent with another request before.', {
      errors: [{ header: 'Idempotency-Key', code: 'mismatch', detail: 'Use a new key for a new request.' }],
    })
  // Written by ourselves, as an object.
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions
  const body = JSON.parse(kept.body) as object | null
  return { status: kept.status, body, headers: { ...kept.headers, 'idempotency-replayed': 'true' } }
}

async function keepAnswer(
  tx: Db,
  at: Date,
  { actor, key, requestHash, answer }: KeptRequest & { answer: Answer },
): Promise<void> {
  const { status, body, headers = {} } = answer
  const outdated = new Date(at.getTime() - KEPT_MS).toISOString()
  await tx.delete(idempotencyKeys).where(lt(idempotencyKeys.createdAt, outdated))
  await tx.insert(idempotencyKeys).values({
    actor,
    key,
    requestHash,
    status,
    headers,
    body: JSON.stringify(body),
    createdAt: at.toISOString(),
  })
}

function hashOf({ method, url, headers, body }: FastifyRequest): string {
  const isRaw = body instanceof Uint8Array
  // What bytes say depends on what they are said to be.
  const type = isRaw ? `\n${headers['content-type'] ?? ''}` : ''
  const bytes = isRaw ? body : JSON.stringify(body ?? null)
  return createHash('sha256').update(`${method} ${url}${type}\n`).update(bytes).digest('hex')
}
