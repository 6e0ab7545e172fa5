import type { BaseSQLiteDatabase } from 'drizzle-orm/sqlite-core'

/** A connection that queries are written against. Always `await` the builder. */
export type Db = BaseSQLiteDatabase<'sync' | 'async', unknown>

/** The two doors to the data. */
export interface Store {
  /** Sees only committed rows. Cannot write. */
  read: Db
  /** The rows as they are committed now, for as long as it is not ended, whatever is written meanwhile. */
  snapshot(): Promise<Snapshot>
  /**
   * All or nothing: what `work` wrote is there when it resolves, and undone when it throws. Settles after the commit, which
   * it may share with others that wait; where that fails, so does it. Await nothing but `tx` inside.
   */
  write<T>(work: (tx: Db) => Promise<T>): Promise<T>
  /** Differs from what it was before whenever something was committed, by whatever process. Costs a microsecond. */
  commitMark(): number
  /** Lets somebody hear of all that is done from now on. */
  observe(observer: StoreObserver): void
  /** Lets the writes under way finish, ends the snapshots, then lets go of the database. */
  close(): Promise<void>
}

/** Hears of what the database took, in milliseconds; at once, in the context of who asked. */
export interface StoreObserver {
  statement?: (durationMs: number) => void
  /** A write, done or failed: the wait for its turn, and from there to the end of its transaction. */
  write?: (times: { waitMs: number; durationMs: number }) => void
}

/** Rows at one moment. While it is open, the database can't clear up behind its writes: end it, and soon. */
export interface Snapshot {
  read: Db
  /** What is read afterwards fails. */
  end: () => void
}

/** The database can't be used as it is; the message tells a person why and what to do. */
export class DatabaseError extends Error {
  override name = 'DatabaseError'
}
