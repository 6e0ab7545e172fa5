import { setImmediate as otherWork, setTimeout as pause } from 'node:timers/promises'
import Sqlite from 'better-sqlite3'
import { beginWork, endWorks } from './at-end.ts'
import type { Db } from './store.ts'

/** So many writes are brought to the disk together at most. */
const WRITES_MAX = 16
/** None is added to a transaction that has been open for so long: other processes wait for its end. */
const OPEN_MS_MAX = 50
/** How long a write waits for those of other processes. */
export const WAIT_MS_MAX = 5_000
/** How often it looks whether they are done. Between two transactions of a busy process is a millisecond or two. */
const LOOK_INTERVAL_MS = 2

/** Gives what tells of its success. */
type Work = (tx: Db) => Promise<() => void>

interface Waiting {
  work: Work
  reject: (error: unknown) => void
}

/** Writes take turns. */
export interface Turns {
  /** Resolves when what `work` wrote is on the disk. */
  take<T>(work: (tx: Db) => Promise<T>): Promise<T>
  /** Resolves when nobody waits any more. */
  ended(): Promise<void>
}

/**
 * Group commit: writes that wait for their turn at the same time share a transaction, as bringing it to the disk costs
 * about the same for one and for many. Each is undone alone where it throws, and each is told how it went after the commit:
 * what was refused may have seen what the others wrote. What ends the transaction as a whole fails all that are in it.
 * `onEnd` hears of each end of a transaction.
 */
export function takeTurns(writer: Sqlite.Database, db: Db, onEnd: () => void): Turns {
  const waiting: Waiting[] = []
  let under: Promise<void> | undefined
  const workOff = async () => {
    // A turn of the event loop brings the requests that came in meanwhile, and lets readers be answered.
    do {
      await otherWork()
      if (waiting.length > 0) await transact(writer, db, waiting)
      onEnd()
    } while (waiting.length > 0)
    under = undefined
  }
  return {
    take: (work) =>
      new Promise((resolve, reject) => {
        const told: Work = async (tx) => {
          const result = await work(tx)
          return () => {
            resolve(result)
          }
        }
        waiting.push({ work: told, reject })
        under ??= workOff()
      }),
    async ended() {
      await under
    },
  }
}

// Drizzle's own `db.transaction` can't hold an async callback on this driver: it commits before the
// callback has run to its end. So the transaction is opened and closed by hand.
async function transact(writer: Sqlite.Database, db: Db, waiting: Waiting[]): Promise<void> {
  const taken: Waiting[] = []
  const outcomes: (() => void)[] = []
  const done: Db[] = []
  try {
    await begin(writer)
    const isAlone = waiting.length === 1
    const openedMs = performance.now()
    const isFull = () => isAlone || taken.length === WRITES_MAX || performance.now() - openedMs > OPEN_MS_MAX
    for (let next = waiting.shift(); next; next = isFull() ? undefined : waiting.shift()) {
      // Readers see what was committed before, and need not wait.
      if (taken.length > 0) await otherWork()
      taken.push(next)
      outcomes.push(await (isAlone ? run(db, next, done) : runAmongOthers(writer, db, next, done)))
    }
    await endWorks(db, done)
    writer.exec('COMMIT')
  } catch (error) {
    // Nobody has begun where another process has held the database for too long: that is told to one after the other.
    for (const { reject } of taken.length > 0 ? taken : waiting.splice(0, 1)) reject(error)
    // SQLite itself ends the transaction on some errors (a full disk).
    if (writer.inTransaction) writer.exec('ROLLBACK')
    return
  }
  for (const tell of outcomes) tell()
}

/** Waits for its turn among processes. Meanwhile the event loop turns: SQLite's own waiting would let no reader be answered. */
async function begin(writer: Sqlite.Database): Promise<void> {
  const askedMs = performance.now()
  for (;;)
    try {
      writer.exec('BEGIN IMMEDIATE')
      return
    } catch (error) {
      const isBusy = error instanceof Sqlite.SqliteError && error.code.startsWith('SQLITE_BUSY')
      if (!isBusy || performance.now() - askedMs > WAIT_MS_MAX) throw error
      await pause(LOOK_INTERVAL_MS)
    }
}

async function run(db: Db, { work }: Waiting, done: Db[]): Promise<() => void> {
  const { tx, revoke } = revocable(db)
  beginWork(tx)
  const tell = await work(tx).finally(revoke)
  done.push(tx)
  return tell
}

async function runAmongOthers(
  writer: Sqlite.Database,
  db: Db,
  waiting: Waiting,
  done: Db[],
): Promise<() => void> {
  writer.exec('SAVEPOINT own')
  try {
    const tell = await run(db, waiting, done)
    writer.exec('RELEASE own')
    return tell
  } catch (error) {
    if (!writer.inTransaction) throw error
    writer.exec('ROLLBACK TO own')
    writer.exec('RELEASE own')
    return () => {
      waiting.reject(error)
    }
  }
}

/** The same, until it is revoked: a `tx` that escapes its transaction must not write. */
function revocable(db: Db): { tx: Db; revoke: () => void } {
  let revoked = false
  const tx = new Proxy(db, {
    get(target, name) {
      if (revoked) throw new Error('This transaction has ended: `tx` is of no use outside its `write`.')
      const value: unknown = Reflect.get(target, name)
      if (typeof value !== 'function') return value
      const method: unknown = value.bind(target)
      return method
    },
  })
  return { tx, revoke: () => (revoked = true) }
}
