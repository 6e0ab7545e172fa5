import { parseArgs, type ParseArgsConfig } from 'node:util'
import { z } from 'zod'

/**
 * What the command line says, and `positionals` where they are `allowed`. Prints `help` where it is asked for; ends the
 * process where a flag is wrong.
 */
export function readFlags<Flags extends z.ZodType>(
  help: string,
  shape: Flags,
  options: NonNullable<ParseArgsConfig['options']>,
  allowPositionals = false,
): z.output<Flags> {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals,
      options: { ...options, help: { type: 'boolean', short: 'h', default: false } },
    })
    if (!values.help) return shape.parse({ ...values, positionals })
    process.stdout.write(help)
    process.exit()
  } catch (error) {
    refuse(help, error instanceof z.ZodError ? z.prettifyError(error) : messageOf(error))
  }
}

/** Ends the process: what was asked for can't be done. */
export function refuse(help: string, reason: string): never {
  process.stderr.write(`bench: ${reason}\n\n${help}`)
  process.exit(2)
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
