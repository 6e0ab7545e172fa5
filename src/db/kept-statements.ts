import type Sqlite from 'better-sqlite3'

/** Of the statements a connection was asked for, so many are kept, those that were asked for last. */
const STATEMENTS_MAX = 300

/**
 * The same connection, which prepares a statement once and not at each query, as Drizzle asks it to. That is a tenth of
 * what publishing takes; and statements hold memory that the garbage collector does not see. `onRun` hears how long each
 * run of one took.
 */
export function keepStatements(
  connection: Sqlite.Database,
  onRun?: (durationMs: number) => void,
): Sqlite.Database {
  const kept = new Map<string, Sqlite.Statement>()
  const prepare = (source: string): Sqlite.Statement => {
    const statement = kept.get(source) ?? timed(connection.prepare(source), onRun)
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

function timed(statement: Sqlite.Statement, onRun?: (durationMs: number) => void): Sqlite.Statement {
  if (!onRun) return statement
  const time = <T>(run: () => T): T => {
    const startMs = performance.now()
    try {
      return run()
    } finally {
      onRun(performance.now() - startMs)
    }
  }
  const [run, get, all] = [
    statement.run.bind(statement),
    statement.get.bind(statement),
    statement.all.bind(statement),
  ]
  return Object.assign(statement, {
    run: (...params: unknown[]) => time(() => run(...params)),
    get: (...params: unknown[]) => time(() => get(...params)),
    all: (...params: unknown[]) => time(() => all(...params)),
  })
}
