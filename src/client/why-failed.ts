import { ProblemError, UnexpectedReplyError } from './request.ts'

/** Why a call failed, in a sentence that is enough for whoever sees a build fail. */
export function whyFailed(url: string, error: unknown): string {
  if (error instanceof ProblemError) return `${url} refuses: ${error.message} (${error.code})`
  if (error instanceof UnexpectedReplyError) return error.message
  return `${url} cannot be read: ${wordsOf(error)}`
}

/** `fetch` says why it failed in the cause, which may be several without a word of its own. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { cause } = error
  if (cause instanceof AggregateError) return wordsOf(cause.errors[0])
  return cause instanceof Error ? wordsOf(cause) : error.message
}
