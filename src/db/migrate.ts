import { join } from 'node:path'
import type Sqlite from 'better-sqlite3'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { migrate } from 'drizzle-orm/better-sqlite3/migrator'
import { packageFolder } from '../package-folder.ts'
import { DatabaseError } from './store.ts'

const migrationsFolder = join(packageFolder, 'migrations')

/**
 * Brings the tables to this version; nothing happens where they are.
 * Throws `DatabaseError` where they are of a later one: a newer program wrote them.
 */
export function migrateSqlite(connection: Sqlite.Database): void {
  if (whoseDatabase(connection) === 'newer')
    throw new DatabaseError(
      `The database ${connection.name} was written by another, newer version of Colloquy. ` +
        'Start that version, or name another file in DATABASE_URL.',
    )
  migrate(drizzle(connection), { migrationsFolder })
}

/** Who wrote a database: this version or one before it, a newer one, or another program altogether. */
export function whoseDatabase(connection: Sqlite.Database): 'ours' | 'newer' | 'unknown' {
  const known = new Set<unknown>(readMigrationFiles({ migrationsFolder }).map(({ hash }) => hash))
  const applied = appliedMigrations(connection)
  if (applied.length === 0) return 'unknown'
  return applied.every((hash) => known.has(hash)) ? 'ours' : 'newer'
}

function appliedMigrations(connection: Sqlite.Database): unknown[] {
  const table = connection.prepare("SELECT 1 FROM sqlite_schema WHERE name = '__drizzle_migrations'").get()
  return table ? connection.prepare('SELECT hash FROM __drizzle_migrations').pluck().all() : []
}
