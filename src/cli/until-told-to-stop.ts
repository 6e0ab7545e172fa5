/** Resolves at the first SIGINT or SIGTERM. A second Ctrl-C, by a person who won't wait, ends the process. */
export async function untilToldToStop(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<number>()
  let stoppedAt: number | undefined
  const stop = () => {
    // npm passes a terminal's Ctrl-C on, so it comes twice at once: that is still the first one.
    const now = performance.now()
    if (stoppedAt !== undefined && now - stoppedAt > 1_000) process.exit(130)
    stoppedAt ??= now
    resolve(now)
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  await promise
}
