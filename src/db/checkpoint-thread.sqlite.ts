import { parentPort, workerData } from 'node:worker_threads'
import Sqlite from 'better-sqlite3'

// The thread of checkpoints.sqlite.ts: brings the log into the file whenever it is told to, and says when it is done.
const connection = new Sqlite(String(workerData), { fileMustExist: true, timeout: 0 })
const checkpoint = connection.prepare('pragma wal_checkpoint(passive)')
parentPort?.on('message', () => {
  checkpoint.get()
  parentPort?.postMessage('done')
})
