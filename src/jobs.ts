/** Work that is done again and again beside the requests. */
export interface Job {
  name: string
  /** Does what is due; may do nothing, and begins nothing once the signal came. What fails is tried again next turn. */
  run: (signal: AbortSignal) => Promise<void>
  /** From the end of one turn to the beginning of the next. */
  intervalMs: number
}

export interface RunningJobs {
  /** Resolves when no turn is under way, and none will be. */
  stop: () => Promise<void>
}

/** Runs each job in turns of its own, the first at once. `tell` hears of failures. */
export function startJobs(
  jobs: Job[],
  tell: (failure: { job: string; error: unknown }) => void,
): RunningJobs {
  const stopping = new AbortController()
  const running = jobs.map((job) => repeat(job, stopping.signal, tell))
  return {
    stop: async () => {
      stopping.abort()
      await Promise.all(running)
    },
  }
}

async function repeat(
  { name, run, intervalMs }: Job,
  signal: AbortSignal,
  tell: (failure: { job: string; error: unknown }) => void,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await run(signal)
    } catch (error) {
      tell({ job: name, error })
    }
    await pause(intervalMs, signal)
  }
}

/** Resolves after a time, or at once when the signal comes. */
async function pause(durationMs: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return
  await new Promise<void>((resolve) => {
    const timer = setTimeout(done, durationMs)
    function done() {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    signal.addEventListener('abort', done)
  })
}
