import { monitorEventLoopDelay } from 'node:perf_hooks'

const RESOLUTION_MS = 20
/** Long enough that one long write is no overload: its delay is one among many. */
const SAMPLE_MS = 1_000

/** How late the event loop is. */
export interface EventLoop {
  /** The mean of the last second, in milliseconds. */
  delayMs: () => number
  stop: () => void
}

/** Watches it where `isWanted`; else it is never late. */
export function watchEventLoop(isWanted: boolean): EventLoop {
  if (!isWanted) return { delayMs: () => 0, stop: () => undefined }

  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
  histogram.enable()
  let delayMs = 0
  const timer = setInterval(() => {
    // No sample at all is no number.
    delayMs = Math.max(0, histogram.mean / 1e6 - RESOLUTION_MS) || 0
    histogram.reset()
  }, SAMPLE_MS).unref()
  return {
    delayMs: () => delayMs,
    stop() {
      clearInterval(timer)
      histogram.disable()
    },
  }
}
