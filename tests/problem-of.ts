import { ProblemError } from '../src/client/index.ts'

/** The problem that a call of the client ends with; throws where it does not. */
export async function problemOf(call: Promise<unknown>): Promise<ProblemError> {
  try {
    await call
  } catch (error) {
    if (error instanceof ProblemError) return error
    throw error
  }
  throw new Error('This was answered, and should have been refused.')
}
