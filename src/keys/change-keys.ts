import { appendAudit, type By } from '../audit/append.ts'
import type { Db } from '../db/store.ts'
import type { World } from '../deps.ts'
import { Problem } from '../problem.ts'
import { createKey, type Key, type KeyToMake, revokeKey } from './queries.ts'

/** Makes a key and notes who did. `Problem` where it would expire before it was used. */
export async function issueKey(
  tx: Db,
  world: World,
  wanted: KeyToMake,
  by: By,
): Promise<Key & { key: string }> {
  if (wanted.expiresAt && wanted.expiresAt <= world.now().toISOString()) throw alreadyExpired()
  const created = await createKey(tx, world, wanted)
  await appendAudit(tx, world, { ...by, action: 'key.create', resource: 'key', id: created.id })
  return created
}

/** Ends a key at once and notes who did; false where there is no such key in force. */
export async function endKey(tx: Db, world: World, id: string, by: By): Promise<boolean> {
  if (!(await revokeKey(tx, world, id))) return false
  await appendAudit(tx, world, { ...by, action: 'key.revoke', resource: 'key', id })
  return true
}

function alreadyExpired(): Problem {
  const detail = 'The key would have expired already. Name a time to come.'
  return new Problem('invalid_request', detail, {
    errors: [{ pointer: '/expiresAt', code: 'invalid', detail }],
  })
}
