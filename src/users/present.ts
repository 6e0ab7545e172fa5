import type { Session, User } from './contract.ts'
import type { UserRow } from './queries.ts'

/** The wire's user. */
export function presentUser({ id, email, name, role, createdAt, disabledAt }: UserRow): User {
  return { id, type: 'user', email, name, role, createdAt, disabledAt }
}

/** The wire's session, for the page that it is of. */
export function presentSession({
  user,
  csrfToken,
  expiresAt,
}: {
  user: UserRow
  csrfToken: string
  expiresAt: string
}): Session {
  return { type: 'session', user: presentUser(user), csrfToken, expiresAt }
}
