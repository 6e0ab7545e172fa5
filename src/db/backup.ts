import { existsSync } from 'node:fs'
import { open, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import Sqlite from 'better-sqlite3'
import { whoseDatabase } from './migrate.ts'
import { DatabaseError } from './store.ts'

/** So many pages are copied before others of this process have their turn. */
const PAGES_PER_STEP = 1_000

/** Hears how much of a long work is done, of whatever it counts. */
export type OnProgress = (amount: { done: number; all: number }) => void

/**
 * Writes the database, as it is at this moment, to a new file, while others go on writing. The copy is checked before it
 * gets its name: a file of that name is a whole backup, on the disk. Gives its size. Throws `DatabaseError` where the
 * source is no database of ours, or is damaged.
 */
export async function backupSqlite(path: string, target: string, onProgress: OnProgress): Promise<number> {
  if (!existsSync(path)) throw new DatabaseError(`There is no database ${path}. DATABASE_URL names it.`)
  const partial = `${target}.partial`
  try {
    await copySqlite(path, partial, onProgress)
    await putInPlace(partial, target)
  } finally {
    await rm(partial, { force: true })
  }
  return (await stat(target)).size
}

/** Copies a database of ours whole, with what is still in its log, to one file that needs no other; checks the copy. */
export async function copySqlite(path: string, target: string, onProgress: OnProgress): Promise<void> {
  await rm(target, { force: true })
  const source = openExisting(path)
  try {
    source.pragma('query_only = on')
    refuseOthers(source, path)
    // Within one transaction the copy is of one moment; without it each write of another process begins it anew.
    source.exec('BEGIN')
    source.prepare('SELECT count(*) FROM sqlite_schema').get()
    const { totalPages: all } = await source.backup(target, {
      progress: ({ totalPages, remainingPages }) => {
        onProgress({ done: totalPages - remainingPages, all: totalPages })
        return PAGES_PER_STEP
      },
    })
    onProgress({ done: all, all })
  } catch (error) {
    throw explained(error, path)
  } finally {
    source.close()
  }
  checkCopy(target, path)
}

/** Gives a file that is whole its name, in the place of what has it, so that a power cut leaves the one or the other. */
export async function putInPlace(file: string, target: string): Promise<void> {
  await rename(file, target)
  const folder = await open(dirname(target))
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

function openExisting(path: string): Sqlite.Database {
  try {
    return new Sqlite(path, { fileMustExist: true })
  } catch (error) {
    throw explained(error, path)
  }
}

function refuseOthers(connection: Sqlite.Database, path: string): void {
  const whose = whoseDatabase(connection)
  if (whose === 'unknown') throw new DatabaseError(`${path} is no database of Colloquy.`)
  if (whose === 'newer')
    throw new DatabaseError(`${path} was written by a newer version of Colloquy. Use that version.`)
}

function checkCopy(copy: string, path: string): void {
  const connection = new Sqlite(copy)
  try {
    // The log is a file beside it, and a copy is to be one file.
    connection.pragma('journal_mode = DELETE')
    const found = connection.pragma('integrity_check(1)', { simple: true })
    if (found !== 'ok') throw new DatabaseError(`${path} is damaged: ${String(found)}`)
  } catch (error) {
    throw explained(error, path)
  } finally {
    connection.close()
  }
}

function explained(error: unknown, path: string): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code.startsWith('SQLITE_NOTADB'))
    return new DatabaseError(`${path} is no SQLite database.`, { cause: error })
  if (code.startsWith('SQLITE_CORRUPT')) return new DatabaseError(`${path} is damaged.`, { cause: error })
  if (code.startsWith('SQLITE_CANTOPEN'))
    return new DatabaseError(`${path} cannot be opened. Check that it is there, and its permissions.`, {
      cause: error,
    })
  return error
}
