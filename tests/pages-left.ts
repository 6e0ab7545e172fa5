import Sqlite from 'better-sqlite3'
import { z } from 'zod'

/** Bringing the log of writes into the file takes so long at most, on a slow disk. */
export const BRING_MS_MAX = 10_000

const Log = z.tuple([z.object({ log: z.int(), checkpointed: z.int() })])

/** How many pages of the log of a database are not in its file, as another process sees it. */
export function pagesLeft(path: string): number {
  const other = new Sqlite(path)
  try {
    const [{ log, checkpointed }] = Log.parse(other.pragma('wal_checkpoint(noop)'))
    return log - checkpointed
  } finally {
    other.close()
  }
}
