import { sql } from 'drizzle-orm'
import type { Db } from './store.ts'

/** Lets work read everything as of one moment, while others write. Nobody else may use the connection meanwhile. */
export async function inSnapshot<T>(db: Db, work: () => Promise<T>): Promise<T> {
  await db.run(sql`begin`)
  try {
    return await work()
  } finally {
    await db.run(sql`rollback`)
  }
}
