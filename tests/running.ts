import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

const HOST = '127.0.0.1'
const fastResolve = new URL('fast-resolve.ts', import.meta.url).href
const main = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url))

/** How a process came to its end, and what it said until then. */
export interface Ended {
  /** null where a signal ended it. */
  code: number | null
  stdout: string
  stderr: string
}

export interface Started {
  process: ChildProcess
  /** Resolves with the first line, said or yet to be said, that has this in it; throws where none comes. */
  says: (pattern: RegExp) => Promise<RegExpExecArray>
  ended: Promise<Ended>
}

export interface Settings {
  [name: string]: string
}

/** A folder of its own, with a database that the commands run here use. */
export class Place {
  readonly folder = mkdtempSync(join(tmpdir(), 'colloquy-cli-'))
  readonly database = join(this.folder, 'place.db')
  readonly #command: [string, ...string[]]
  readonly #started: Started[] = []

  /** `command` is what starts the program; by default the source is run. */
  constructor(command: [string, ...string[]] = [process.execPath, '--import', fastResolve, main]) {
    this.#command = command
  }

  /** Writes a file here; gives its path. */
  write(name: string, content: string | Uint8Array): string {
    const path = join(this.folder, name)
    writeFileSync(path, content)
    return path
  }

  /** Runs one command line to its end. */
  run(
    args: string[],
    { settings = {}, input = '' }: { settings?: Settings; input?: string } = {},
  ): Promise<Ended> {
    const { process, ended } = this.start(args, settings)
    // A command that does not read may be gone before all is written.
    process.stdin?.on('error', () => undefined).end(input)
    return ended
  }

  /** Starts one command line, with no setting but these. */
  start(args: string[], settings: Settings = {}): Started {
    const [file, ...before] = this.#command
    const child = spawn(file, [...before, ...args], {
      env: {
        PATH: process.env['PATH'],
        // Where Node itself would keep what it compiled: a start takes less long.
        NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache'),
        DATABASE_URL: `file:${this.database}`,
        LOG_LEVEL: 'error',
        ...settings,
      },
    })
    const ended = Promise.all([once(child, 'close'), text(child.stdout), text(child.stderr)]).then(
      ([, stdout, stderr]) => ({ code: child.exitCode, stdout, stderr }),
    )
    const started = { process: child, ended, says: listenTo(child, ended) }
    this.#started.push(started)
    return started
  }

  /** Ends what was started here, and leaves nothing. */
  async leave(): Promise<void> {
    for (const { process } of this.#started) process.kill('SIGKILL')
    await Promise.all(this.#started.map(({ ended }) => ended))
    rmSync(this.folder, { recursive: true })
  }
}

function listenTo(child: ChildProcess, ended: Promise<Ended>): Started['says'] {
  const lines: string[] = []
  const newLine = new EventTarget()
  if (child.stdout)
    createInterface(child.stdout).on('line', (line) => {
      lines.push(line)
      newLine.dispatchEvent(new Event('line'))
    })
  return async (pattern) => {
    const silence = ended.then(({ stderr }) => {
      throw new Error(`It ended and never said ${String(pattern)}: ${stderr}`)
    })
    silence.catch(() => undefined) // it may end after it has spoken
    for (;;) {
      const found = lines.map((line) => pattern.exec(line)).find((match) => match !== null)
      if (found) return found
      await Promise.race([once(newLine, 'line'), silence])
    }
  }
}

/** A server that holds a port of this machine and answers nothing. */
export async function holdPort(): Promise<{ port: number; server: Server }> {
  const server = createServer().listen(0, HOST)
  await once(server, 'listening')
  const { port } = z.object({ port: z.int() }).parse(server.address())
  return { port, server }
}

/** A port that nobody used a moment ago. */
export async function freePort(): Promise<number> {
  const { port, server } = await holdPort()
  server.close()
  await once(server, 'close')
  return port
}
