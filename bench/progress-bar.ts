import { SingleBar } from 'cli-progress'

/** A bar on a terminal; undefined in a pipe. */
export function progressBar(format: string): SingleBar | undefined {
  if (!process.stderr.isTTY) return undefined
  return new SingleBar({ stream: process.stderr, clearOnComplete: true, format })
}
