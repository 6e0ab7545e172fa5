import { AsyncLocalStorage } from 'node:async_hooks'
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import Sqlite from 'better-sqlite3'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { checkpoints } from './checkpoints.sqlite.ts'
import { takeTurns, WAIT_MS_MAX } from './group-commit.sqlite.ts'
import { keepStatements } from './kept-statements.ts'
import { migrateSqlite } from './migrate.ts'
import { DatabaseError, type Db, type Snapshot, type Store, type StoreObserver } from './store.ts'

/**
 * The log of writes is brought into the file by the connection itself when it has grown to so many pages of 4 KiB: while one
 * write follows the other, a thread beside them never gets to the end of it.
 */
const WAL_PAGES_MAX = 8_000
/** Pages that the writer holds in memory. */
const WRITER_CACHE_KIB = 16_384
/** The same for each reader: what is not there, the system has at hand. */
const READER_CACHE_KIB = 8_192

/**
 * Opens the database file, made and migrated where needed.
 * Throws `DatabaseError` where the file is no database, is damaged, or was written by a newer version.
 */
export function openSqliteStore(path: string): Store {
  const writer = connectWriter(path)
  const reader = connectReader(path)
  const observers: StoreObserver[] = []
  const onRun = (durationMs: number) => {
    for (const { statement } of observers) statement?.(durationMs)
  }
  const snapshots = new Set<Sqlite.Database>()
  // Says of a connection what all others committed, and the reader commits nothing (https://sqlite.org/pragma.html#pragma_data_version).
  const dataVersion = reader.prepare('pragma data_version').pluck()

  const log = checkpoints(writer)
  const turns = takeTurns(writer, toDb(keepStatements(writer, onRun)), log.look)
  const insideWrite = new AsyncLocalStorage<true>()
  return {
    read: toDb(keepStatements(reader, onRun)),
    commitMark: () => Number(dataVersion.get()),
    snapshot: () => Promise.resolve(takeSnapshot(path, snapshots)),
    async write(work) {
      if (insideWrite.getStore())
        throw new Error('A write inside a write would wait for itself: pass `tx` on.')
      const askedMs = performance.now()
      let begunMs: number | undefined
      const asAsked = AsyncLocalStorage.snapshot()
      try {
        return await turns.take((tx) => {
          begunMs = performance.now()
          return asAsked(() => insideWrite.run(true, () => work(tx)))
        })
      } finally {
        const endedMs = performance.now()
        begunMs ??= endedMs
        const times = { waitMs: begunMs - askedMs, durationMs: endedMs - begunMs }
        for (const { write } of observers) write?.(times)
      }
    },
    observe: (observer) => void observers.push(observer),
    async close() {
      await turns.ended()
      await log.end()
      for (const snapshot of snapshots) snapshot.close()
      reader.close()
      writer.close()
    },
  }
}

function connectWriter(path: string): Sqlite.Database {
  let writer: Sqlite.Database | undefined
  try {
    mkdirSync(dirname(path), { recursive: true })
    writer = new Sqlite(path, { timeout: WAIT_MS_MAX })
    writer.pragma('journal_mode = WAL')
    // The driver's own NORMAL loses the last commits in a power cut: what was acknowledged is on the disk.
    writer.pragma('synchronous = FULL')
    writer.pragma('foreign_keys = on')
    // Pages that every publishing writes to go to the file once in many times.
    writer.pragma(`wal_autocheckpoint = ${WAL_PAGES_MAX}`)
    writer.pragma(`cache_size = -${WRITER_CACHE_KIB}`)
    migrateSqlite(writer)
    // From now on we wait for others without holding up this process (src/db/group-commit.sqlite.ts).
    writer.pragma('busy_timeout = 0')
    // What a write among others may have to undo is a few pages; as a file it takes as many calls as the log of writes.
    writer.pragma('temp_store = memory')
    return writer
  } catch (cause) {
    writer?.close()
    throw cause instanceof DatabaseError ? cause : explained(path, cause)
  }
}

function connectReader(path: string): Sqlite.Database {
  const reader = new Sqlite(path, { timeout: WAIT_MS_MAX })
  reader.pragma(`cache_size = -${READER_CACHE_KIB}`)
  reader.pragma('query_only = on')
  return reader
}

/** A connection of its own, as others go on to read the present on theirs; it is among the `open` ones until it ends. */
function takeSnapshot(path: string, open: Set<Sqlite.Database>): Snapshot {
  const connection = connectReader(path)
  open.add(connection)
  connection.exec('BEGIN')
  // The moment is that of the first read.
  connection.prepare('SELECT 1 FROM sqlite_schema').get()
  return {
    read: toDb(keepStatements(connection)),
    end: () => {
      open.delete(connection)
      connection.close()
    },
  }
}

function toDb(connection: Sqlite.Database): Db {
  return drizzle(connection, { casing: 'snake_case' })
}

const FOLDER = 'its folder cannot be made or used. Check the path and its permissions.'

const REASONS: Record<string, string> = {
  ENOTDIR: FOLDER,
  EEXIST: FOLDER,
  EACCES: FOLDER,
  EPERM: FOLDER,
  EROFS: FOLDER,
  SQLITE_NOTADB: 'it is not an SQLite database. Name another file in DATABASE_URL.',
  SQLITE_CORRUPT: 'it is damaged. Put a backup in its place.',
  SQLITE_CANTOPEN: 'it cannot be opened or made. Check the folder and its permissions.',
  SQLITE_READONLY: 'it may not be written to. Check the permissions of the file and its folder.',
  SQLITE_BUSY: 'another process holds it. Stop that process, or wait.',
}

function explained(path: string, cause: unknown): DatabaseError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  const known = Object.keys(REASONS).find((prefix) => code.startsWith(prefix))
  const reason = known ? REASONS[known] : String(cause)
  return new DatabaseError(`The database ${path} cannot be used: ${reason}`, { cause })
}
