import { Command, CommanderError } from 'commander'
import { ConfigError } from '../config.ts'
import { DatabaseError } from '../db/store.ts'
import { Problem } from '../problem.ts'
import { version } from '../version.ts'
import { Failure } from './output.ts'

const EXIT_FAILED = 1
/** As in BSD and GNU tools: the command line or the settings are wrong. */
const EXIT_USAGE = 2

/** Each in a file of its name, which is loaded where it is asked for: a server has no use for what an import needs. */
const COMMANDS: Record<string, () => Promise<Command>> = {
  serve: async () => (await import('./serve.ts')).serveCommand(),
  migrate: async () => (await import('./migrate.ts')).migrateCommand(),
  seed: async () => (await import('./seed.ts')).seedCommand(),
  import: async () => (await import('./import.ts')).importCommand(),
  export: async () => (await import('./export.ts')).exportCommand(),
  keys: async () => (await import('./keys.ts')).keysCommand(),
  users: async () => (await import('./users.ts')).usersCommand(),
  openapi: async () => (await import('./openapi.ts')).openapiCommand(),
  mcp: async () => (await import('./mcp.ts')).mcpCommand(),
  backup: async () => (await import('./backup.ts')).backupCommand(),
  restore: async () => (await import('./restore.ts')).restoreCommand(),
  doctor: async () => (await import('./doctor.ts')).doctorCommand(),
}

/** Runs one command line; gives the exit code: 0 done, 1 failed, 2 wrong usage or settings. */
export async function runProgram(argv: string[]): Promise<number> {
  const program = await newProgram(argv[2])
  try {
    await program.parseAsync(argv)
    return 0
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_USAGE
    process.stderr.write(`colloquy: ${explain(error)}\n`)
    return error instanceof ConfigError ? EXIT_USAGE : EXIT_FAILED
  }
}

/** With the command of this name; with all of them where there is none, so that help and suggestions know them. */
export async function newProgram(name = ''): Promise<Command> {
  const program = new Command('colloquy')
    .description('A headless CMS for interviews. Settings are taken from the environment; see the README.')
    .version(version)
    .showSuggestionAfterError()
    .configureHelp({ showGlobalOptions: true })
  const named = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  for (const load of named ? [named] : Object.values(COMMANDS)) program.addCommand(await load())
  throwInsteadOfExit(program)
  return program
}

function throwInsteadOfExit(command: Command): void {
  command
    .exitOverride()
    .showHelpAfterError(`(colloquy ${command.parent ? `${command.name()} ` : ''}--help explains)`)
  command.commands.forEach(throwInsteadOfExit)
}

function explain(error: unknown): string {
  const expected = [ConfigError, DatabaseError, Problem, Failure].some((kind) => error instanceof kind)
  if (expected && error instanceof Error) return error.message
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return `this should not have happened. Please report it:\n${detail}`
}
