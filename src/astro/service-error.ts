import { ProblemError, UnexpectedReplyError } from '../client/index.ts'
import { whyFailed } from '../client/why-failed.ts'

const TOO_MANY_REQUESTS = 429

/** A service did not answer, or refused; the message is enough for whoever sees a build fail. */
export class ServiceError extends Error {
  override name = 'ServiceError'
  /** It may answer at another time. */
  readonly isAway: boolean

  constructor(url: string, cause: unknown) {
    super(`colloquy/astro: ${whyFailed(url, cause)}`, { cause })
    const isReply = cause instanceof ProblemError || cause instanceof UnexpectedReplyError
    this.isAway = !isReply || cause.status >= 500 || cause.status === TOO_MANY_REQUESTS
  }
}

/** The same, or `ServiceError` of what it throws. */
export async function answered<T>(url: string, call: Promise<T>): Promise<T> {
  try {
    return await call
  } catch (error) {
    throw error instanceof ServiceError ? error : new ServiceError(url, error)
  }
}
