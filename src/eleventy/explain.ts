import { whyFailed } from '../client/why-failed.ts'

/** Makes of what a call throws an error whose message is enough for whoever sees the build fail. */
export function explain(url: string): (error: unknown) => never {
  return (error) => {
    throw new Error(`colloquy/eleventy: ${whyFailed(url, error)}`, { cause: error })
  }
}
