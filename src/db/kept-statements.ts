import type Sqlite from 'better-sqlite3'

/** Of the statements a connection was asked for, so many are kept, those that were asked for last. */
const STATEMENTS_MAX = 300

/**
 * The same connection, which prepares a statement once and not at each query, as Drizzle asks it to. That is a tenth of
 * what publishing takes; and statements hold memory that the garbage collector does not see.
 */
export function keepStatements(connection: Sqlite.Database): Sqlite.Database {
  const kept = new Map<string, Sqlite.Statement>()
  const prepare = (source: string): Sqlite.Statement => {
    const statement = kept.get(source) ?? connection.prepare(source)
    kept.delete(source)
    kept.set(source, statement)
    const [oldest] = kept.keys()
    if (kept.size > STATEMENTS_MAX && oldest !== undefined) kept.delete(oldest)
    // Rows as arrays are asked for each time they are wanted.
    return statement.reader ? statement.raw(false) : statement
  }
  return new Proxy(connection, {
    get(target, name) {
      if (name === 'prepare') return prepare
      const value: unknown = Reflect.get(target, name)
      if (typeof value !== 'function') return value
      const method: unknown = value.bind(target)
      return method
    },
  })
}
