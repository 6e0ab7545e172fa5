import { InvalidArgumentError } from 'commander'
import type { z } from 'zod'

/** A command writes in the name of the command line, for the audit. */
export const BY_CLI = { actor: 'cli' }

/** Reads an option or argument as the wire would; what is wrong with it is wrong usage. */
export function checked<T extends string>(schema: z.ZodType<T>): (value: string) => T {
  return (value) => {
    const { success, data, error } = schema.safeParse(value)
    if (!success) throw new InvalidArgumentError(error.issues.map(({ message }) => message).join(' '))
    return data
  }
}
