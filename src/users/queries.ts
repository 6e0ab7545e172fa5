import { asc, count, eq } from 'drizzle-orm'
import { users } from '../db/access-tables.ts'
import { cutPage, keyset, type Page, type PageRequest } from '../db/keyset.ts'
import type { Db } from '../db/store.ts'

export type UserRow = typeof users.$inferSelect

/** Adds a user; false where the e-mail address is taken. */
export async function insertUser(tx: Db, row: UserRow): Promise<boolean> {
  const added = await tx.insert(users).values(row).onConflictDoNothing().returning({ id: users.id })
  return added.length > 0
}

/** Changes a user. */
export async function updateUser(tx: Db, id: string, change: Partial<UserRow>): Promise<void> {
  await tx.update(users).set(change).where(eq(users.id, id))
}

/** A user by id; undefined where there is none. */
export async function findUser(db: Db, id: string): Promise<UserRow | undefined> {
  const [row] = await db.select().from(users).where(eq(users.id, id))
  return row
}

/** A user by e-mail address, in lower case; undefined where there is none. */
export async function findUserByEmail(db: Db, email: string): Promise<UserRow | undefined> {
  const [row] = await db.select().from(users).where(eq(users.email, email))
  return row
}

/** Every user, by e-mail address. */
export async function listUsers(db: Db): Promise<UserRow[]> {
  return db.select().from(users).orderBy(asc(users.email))
}

/** A page of the users, the newest first. */
export async function pageOfUsers(db: Db, page: PageRequest): Promise<Page<{ row: UserRow }>> {
  const { orderBy, where, columns: key } = keyset([{ column: users.id, descending: true }], page.after)
  const rows = await db
    .select({ row: users, key })
    .from(users)
    .where(where)
    .orderBy(...orderBy)
    .limit(page.limit + 1)
  const counted = page.count ? await db.select({ total: count() }).from(users) : []
  return cutPage(rows, page.limit, { total: counted[0]?.total })
}
