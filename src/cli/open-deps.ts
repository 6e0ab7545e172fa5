import { readConfig } from '../config.ts'
import { openSqliteStore } from '../db/store.sqlite.ts'
import { type Deps, world } from '../deps.ts'

/** Runs a command on the database that the environment names, and lets go of it whatever happens. */
export async function withDeps<T>(work: (deps: Deps) => Promise<T>): Promise<T> {
  const config = readConfig()
  const store = openSqliteStore(config.databasePath)
  try {
    return await work({ ...world, config, store })
  } finally {
    await store.close()
  }
}
