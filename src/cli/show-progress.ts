import { SingleBar } from 'cli-progress'
import type { OnProgress } from '../db/backup.ts'

/** Runs work that tells how far it is, with a bar for a person who looks on. */
export async function showProgress<T>(
  what: string,
  work: (onProgress: OnProgress) => Promise<T>,
): Promise<T> {
  const format = `${what} {bar} {percentage} %, {eta_formatted} left`
  const bar = new SingleBar({ stream: process.stderr, clearOnComplete: true, format })
  const showsBar = process.stderr.isTTY
  if (showsBar) bar.start(1, 0)
  try {
    return await work(({ done, all }) => {
      if (!showsBar) return
      bar.setTotal(all)
      bar.update(done)
    })
  } finally {
    if (showsBar) bar.stop()
  }
}
