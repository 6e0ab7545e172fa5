import { extname, join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type Sqlite from 'better-sqlite3'
import { z } from 'zod'
import { packageFolder } from '../package-folder.ts'

/** The log of writes is brought into the file when it has grown by so many pages of 4 KiB. */
const PAGES_TO_BRING = 2_000
/** A thread that has had nothing to do for so long ends. */
const IDLE_MS = 10_000

/** The thread's program is beside this one, as written or as bundled. */
const ENDING = extname(import.meta.filename)
const THREAD = join(
  packageFolder,
  ENDING === '.ts' ? 'src' : 'dist',
  'db',
  `checkpoint-thread.sqlite${ENDING}`,
)

/** What SQLite says of the log: its pages, and how many of them are in the file (https://sqlite.org/pragma.html#pragma_wal_checkpoint). */
const Log = z.object({ log: z.int(), checkpointed: z.int() })

export interface Checkpoints {
  /** To be called after a commit. */
  look: () => void
  /** Resolves when nothing is under way. */
  end: () => Promise<void>
}

/**
 * Brings the log of writes into the database file on a thread of its own: it takes as long as ten publishings, in which
 * neither could be written nor anybody be answered. There is a thread only while there is much to bring.
 */
export function checkpoints(writer: Sqlite.Database): Checkpoints {
  const log = writer.prepare('pragma wal_checkpoint(noop)')
  let thread: { worker: Worker; isBusy: boolean; idle: NodeJS.Timeout } | undefined
  const end = async () => {
    await thread?.worker.terminate()
  }
  const start = () => {
    const worker = new Worker(THREAD, { workerData: writer.name })
    const started = { worker, isBusy: false, idle: setTimeout(() => void end(), IDLE_MS).unref() }
    worker.unref()
    worker.on('message', () => {
      started.isBusy = false
      started.idle.refresh()
    })
    const forget = () => {
      clearTimeout(started.idle)
      if (thread === started) thread = undefined
    }
    // Without it the connection itself does it when the log has grown further (`wal_autocheckpoint`).
    worker.on('error', forget)
    worker.on('exit', forget)
    return started
  }
  return {
    look() {
      if (thread?.isBusy) return
      const { log: pages, checkpointed } = Log.parse(log.get())
      if (pages - checkpointed < PAGES_TO_BRING) return
      thread ??= start()
      thread.isBusy = true
      thread.worker.postMessage('bring')
    },
    end,
  }
}
