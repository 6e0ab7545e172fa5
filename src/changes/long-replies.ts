import type { ServerResponse } from 'node:http'
import { Problem } from '../problem.ts'

/** A reader who takes nothing for so long is let go. */
const STALL_MS_MAX = 60_000
const RETRY_AFTER_SECONDS = 30

/** Replies that go on for long, and what they may cost. */
export interface LongReplies {
  /**
   * Counts a reply from now until it is closed. The signal comes when it is to end: its time is over, its reader is
   * gone, or all are to end. `Problem('unavailable')` where there are too many.
   */
  begin: (reply: { raw: ServerResponse }) => AbortSignal
  /** Ends all that are under way. */
  endAll: () => void
}

/** Lets so many replies go on at once, each for so long. `name` is what a refusal calls them. */
export function longReplies({
  name,
  max,
  durationMsMax,
}: {
  name: string
  max: number
  durationMsMax: number
}): LongReplies {
  const open = new Map<ServerResponse, AbortController>()
  return {
    begin({ raw }) {
      if (open.size >= max)
        throw new Problem('unavailable', `There are ${max} ${name} under way, and no more at once.`, {
          headers: { 'retry-after': String(RETRY_AFTER_SECONDS) },
        })
      const ending = new AbortController()
      const overdue = setTimeout(() => end(raw, ending), durationMsMax)
      const close = () => {
        clearTimeout(overdue)
        open.delete(raw)
        ending.abort()
      }
      open.set(raw, ending)
      raw.setTimeout(STALL_MS_MAX, () => raw.destroy())
      if (raw.destroyed) close()
      else raw.once('close', close)
      return ending.signal
    },
    endAll() {
      for (const [raw, ending] of open) end(raw, ending)
    },
  }
}

/** A reader who does not take what was written would never take the end of it. */
function end(raw: ServerResponse, ending: AbortController): void {
  if (raw.writableLength > 0) raw.destroy()
  else ending.abort()
}
