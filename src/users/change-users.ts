import { appendAudit, type By } from '../audit/append.ts'
import type { Db } from '../db/store.ts'
import type { World } from '../deps.ts'
import { Problem } from '../problem.ts'
import type { NewUser, UserPatch } from './contract.ts'
import { findUser, insertUser, updateUser, type UserRow } from './queries.ts'
import { endSessionsOf } from './sessions.ts'
import { forgiveEmail } from './throttle.ts'

/** Adds somebody who may sign in and notes who did. `Problem('conflict')` where the e-mail address is taken. */
export async function makeUser(
  tx: Db,
  world: World,
  { email, name, role, passwordHash }: Omit<NewUser, 'password'> & { passwordHash: string },
  by: By,
): Promise<UserRow> {
  const user: UserRow = {
    id: world.newId('usr'),
    email,
    name,
    role,
    passwordHash,
    createdAt: world.now().toISOString(),
    disabledAt: null,
  }
  if (!(await insertUser(tx, user)))
    throw new Problem('conflict', `There is a user with the e-mail address ${email}. Change that one.`)
  await appendAudit(tx, world, { ...by, action: 'user.create', resource: 'user', id: user.id })
  return user
}

/**
 * Changes what a user is called and may do, and notes who did; disabling ends their sessions at once. What is so already
 * is noted nowhere. `Problem('not_found')` where there is no such user.
 */
export async function changeUser(
  tx: Db,
  world: World,
  id: string,
  { patch, by }: { patch: UserPatch; by: By },
): Promise<UserRow> {
  const user = await getUser(tx, id)
  const { name = user.name, role = user.role, disabled = user.disabledAt !== null } = patch
  const note = (action: string) => appendAudit(tx, world, { ...by, action, resource: 'user', id })
  if (name !== user.name || role !== user.role) await note('user.update')
  if (disabled !== (user.disabledAt !== null)) await note(disabled ? 'user.disable' : 'user.enable')
  if (disabled) await endSessionsOf(tx, id)
  const disabledAt = disabled ? (user.disabledAt ?? world.now().toISOString()) : null
  const changed = { ...user, name, role, disabledAt }
  await updateUser(tx, id, changed)
  return changed
}

/** Gives a user another password, with which nothing keeps them out; ends their sessions at once, and notes who did. */
export async function changePassword(
  tx: Db,
  world: World,
  id: string,
  { passwordHash, by }: { passwordHash: string; by: By },
): Promise<void> {
  await forgiveEmail(tx, await getUser(tx, id))
  await updateUser(tx, id, { passwordHash })
  await endSessionsOf(tx, id)
  await appendAudit(tx, world, { ...by, action: 'user.password', resource: 'user', id })
}

async function getUser(db: Db, id: string): Promise<UserRow> {
  const user = await findUser(db, id)
  if (!user) throw new Problem('not_found', 'There is no user of this id.')
  return user
}
