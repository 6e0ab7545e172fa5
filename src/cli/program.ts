import { Command, CommanderError } from 'commander'
import { ConfigError } from '../config.ts'
import { DatabaseError } from '../db/store.ts'
import { Problem } from '../problem.ts'
import { version } from '../version.ts'
import { backupCommand } from './backup.ts'
import { doctorCommand } from './doctor.ts'
import { exportCommand } from './export.ts'
import { importCommand } from './import.ts'
import { keysCommand } from './keys.ts'
import { migrateCommand } from './migrate.ts'
import { openapiCommand } from './openapi.ts'
import { Failure } from './output.ts'
import { restoreCommand } from './restore.ts'
import { seedCommand } from './seed.ts'
import { serveCommand } from './serve.ts'
import { usersCommand } from './users.ts'

const EXIT_FAILED = 1
/** As in BSD and GNU tools: the command line or the settings are wrong. */
const EXIT_USAGE = 2

/** Runs one command line; gives the exit code: 0 done, 1 failed, 2 wrong usage or settings. */
export async function runProgram(argv: string[]): Promise<number> {
  const program = newProgram()
  try {
    await program.parseAsync(argv)
    return 0
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_USAGE
    process.stderr.write(`colloquy: ${explain(error)}\n`)
    return error instanceof ConfigError ? EXIT_USAGE : EXIT_FAILED
  }
}

/** The commands, each in a file of its name. */
export function newProgram(): Command {
  const program = new Command('colloquy')
    .description('A headless CMS for interviews. Settings are taken from the environment; see the README.')
    .version(version)
    .showSuggestionAfterError()
    .configureHelp({ showGlobalOptions: true })
  const commands = [
    serveCommand(),
    migrateCommand(),
    seedCommand(),
    importCommand(),
    exportCommand(),
    keysCommand(),
    usersCommand(),
    openapiCommand(),
    backupCommand(),
    restoreCommand(),
    doctorCommand(),
  ]
  for (const command of commands) program.addCommand(command)
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
