import type { Db } from '../db/store.ts'
import { lastSeqOf } from './queries.ts'

/** What is new in the log is noticed so late at most, whichever process wrote it. */
const POLL_INTERVAL_MS = 200

export interface LogWatch {
  /** Resolves to true when the log has an entry after `seq`, to false when the time is over or the signal came. */
  growsBeyond: (seq: number, until: { timeoutMs: number; signal: AbortSignal }) => Promise<boolean>
}

interface Waiter {
  seq: number
  end: (hasGrown: boolean) => void
}

/** Looks at the end of the log again and again while anybody waits: one look for all who do. */
export function watchLog(db: Db): LogWatch {
  const waiters = new Set<Waiter>()
  let timer: NodeJS.Timeout | undefined

  const look = async () => {
    // Whoever waits would wait in vain; reading again tells them why.
    const last = await lastSeqOf(db).catch(() => Infinity)
    for (const waiter of [...waiters]) if (last > waiter.seq) waiter.end(true)
    timer = undefined
    lookAgain()
  }
  const lookAgain = () => {
    if (waiters.size > 0) timer ??= setTimeout(() => void look(), POLL_INTERVAL_MS)
  }

  return {
    growsBeyond: (seq, { timeoutMs, signal }) =>
      new Promise((resolve) => {
        const onAbort = () => end(false)
        const timeout = setTimeout(onAbort, timeoutMs)
        const end = (hasGrown: boolean) => {
          clearTimeout(timeout)
          signal.removeEventListener('abort', onAbort)
          waiters.delete(waiter)
          resolve(hasGrown)
        }
        const waiter = { seq, end }
        if (signal.aborted) onAbort()
        else {
          signal.addEventListener('abort', onAbort)
          waiters.add(waiter)
          lookAgain()
        }
      }),
  }
}
