import { existsSync } from 'node:fs'
import { link, mkdir, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import Sqlite from 'better-sqlite3'
import { copySqlite, type OnProgress, putInPlace } from './backup.ts'
import { DatabaseError } from './store.ts'

/** What SQLite keeps beside a database: they belong to the old one, and would be read into the new one. */
const COMPANIONS = ['-wal', '-shm', '-journal']

/**
 * Puts a backup in the place of the database; gives where the old one is kept, null where there was none. The place is
 * never empty, and holds the one or the other whole. Throws `DatabaseError`, and leaves all as it was, where the backup
 * cannot be used, where another process has the database open, or, unless `force` is set, where the old one cannot be
 * asked, or an older one is kept in its place already.
 */
export async function restoreSqlite(
  backup: string,
  path: string,
  { force, onProgress }: { force: boolean; onProgress: OnProgress },
): Promise<string | null> {
  const kept = `${path}.before-restore`
  if (existsSync(kept) && !force)
    throw new DatabaseError(
      `${kept} is there from an earlier restore. Move it away, or give --force to write over it.`,
    )
  await mkdir(dirname(path), { recursive: true })
  const restoring = `${path}.restoring`
  try {
    await copySqlite(backup, restoring, onProgress)
    const hadOne = existsSync(path)
    const letGo = hadOne ? takeAlone(path, force) : () => undefined
    try {
      await keepOld(path, kept)
      await putInPlace(restoring, path)
    } finally {
      letGo()
    }
    return hadOne ? kept : null
  } finally {
    await rm(restoring, { force: true })
  }
}

/** Makes sure that no other process has the database open, and that none gets in until it is let go of. */
function takeAlone(path: string, force: boolean): () => void {
  let connection: Sqlite.Database | undefined
  try {
    connection = new Sqlite(path, { fileMustExist: true, timeout: 0 })
    // Only who is alone may end the log, which is brought into the file thereby.
    if (connection.pragma('journal_mode = DELETE', { simple: true }) !== 'delete') throw inUse(path)
    connection.exec('BEGIN EXCLUSIVE')
    const alone = connection
    return () => alone.close()
  } catch (error) {
    connection?.close()
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (code.startsWith('SQLITE_BUSY')) throw inUse(path, error)
    if (error instanceof DatabaseError) throw error
    if (force) return () => undefined
    throw new DatabaseError(
      `The database ${path} is damaged, so it cannot be told whether a service uses it. ` +
        'Make sure that none does, and give --force.',
      { cause: error },
    )
  }
}

function inUse(path: string, cause?: unknown): DatabaseError {
  return new DatabaseError(`The database ${path} is in use. Stop the service first.`, { cause })
}

/** Keeps the old database under another name too, and moves away what was beside it. */
async function keepOld(path: string, kept: string): Promise<void> {
  for (const companion of ['', ...COMPANIONS]) await rm(kept + companion, { force: true })
  if (existsSync(path)) await link(path, kept)
  for (const companion of COMPANIONS)
    if (existsSync(path + companion)) await rename(path + companion, kept + companion)
}
