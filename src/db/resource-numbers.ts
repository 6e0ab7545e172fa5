import { asc, gt, inArray } from 'drizzle-orm'
import type { Db } from './store.ts'
import { resourceNumbers } from './tables.ts'

const { number, resourceId } = resourceNumbers

/** The numbers of articles, people and topics, and of kinds, by their ids. */
export async function numbersOf(db: Db, ids: string[]): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .select()
    .from(resourceNumbers)
    .where(inArray(resourceId, [...new Set(ids)]))
  return new Map(rows.map((row) => [row.resourceId, row.number]))
}

/** What numbers were given to, in their order, whether it is still there or not; a number of nothing is left out. */
export async function idsByNumbers(db: Db, numbers: number[]): Promise<string[]> {
  if (numbers.length === 0) return []
  const rows = await db.select().from(resourceNumbers).where(inArray(number, numbers))
  const byNumber = new Map(rows.map((row) => [row.number, row.resourceId]))
  return numbers.flatMap((each) => byNumber.get(each) ?? [])
}

export type NumberRow = typeof resourceNumbers.$inferSelect

/** Every number ever given, in their order, behind one of them; so many. */
export async function listNumbers(db: Db, after: number, limit: number): Promise<NumberRow[]> {
  return db.select().from(resourceNumbers).where(gt(number, after)).orderBy(asc(number)).limit(limit)
}

/** Gives numbers as they were given elsewhere, where neither the number nor what it is for has another one here. */
export async function reserveNumbers(tx: Db, rows: NumberRow[]): Promise<void> {
  for (const row of rows) await tx.insert(resourceNumbers).values(row).onConflictDoNothing()
}
