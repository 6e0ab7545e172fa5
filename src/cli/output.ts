/** A command can't do what was asked; the message tells a person why and what to do. */
export class Failure extends Error {
  override name = 'Failure'
}

/** Writes a line that is the result of a command. */
export function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

/** Writes a line about the course of a command, apart from its result. */
export function tell(line: string): void {
  process.stderr.write(`${line}\n`)
}

/** Writes a result for a program to read. */
export function printJson(value: unknown): void {
  print(JSON.stringify(value, null, 2))
}
