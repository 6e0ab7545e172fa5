import { inArray } from 'drizzle-orm'
import type { Config } from '../config.ts'
import { idsOf } from '../db/names.ts'
import type { Db } from '../db/store.ts'
import { topics } from '../db/tables.ts'
import { Problem } from '../problem.ts'
import { checkAddress, lookupAll, RefusedAddress } from './check-address.ts'

/** A request waits so long for the name server. */
const LOOKUP_TIMEOUT_MS = 5_000

/** The address as it is kept. `Problem` at `/url` where nothing may be sent there, or its name stands for nothing. */
export async function resolveUrl({ webhookAllowPrivate }: Config, given: string): Promise<string> {
  const { href } = new URL(given)
  const signal = AbortSignal.timeout(LOOKUP_TIMEOUT_MS)
  try {
    await checkAddress(href, { allowPrivate: webhookAllowPrivate, lookup: lookupAll, signal })
  } catch (error) {
    if (error instanceof RefusedAddress) throw refused(['/url'], error.message)
    throw error
  }
  return href
}

/** The ids of topics that are named by id, or by a slug they have or had. `Problem` at each name of nothing. */
export async function resolveTopics(db: Db, named: string[]): Promise<string[]> {
  const ids: string[] = []
  const unknown: string[] = []
  for (const [index, name] of named.entries()) {
    const candidates = await idsOf(db, 'topic', [name])
    const [topic] = await db.select({ id: topics.id }).from(topics).where(inArray(topics.id, candidates))
    if (topic) ids.push(topic.id)
    else unknown.push(`/topics/${index}`)
  }
  if (unknown.length > 0) throw refused(unknown, 'No topic has this id or slug.')
  return [...new Set(ids)]
}

function refused(pointers: string[], detail: string): Problem {
  const errors = pointers.map((pointer) => ({ pointer, code: 'invalid', detail }))
  return new Problem('invalid_request', `${pointers.join(', ')}: ${detail}`, { errors })
}
