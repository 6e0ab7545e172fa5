import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import type { Settings } from '../running.ts'

const ASK_AGAIN_MS = 50

/** A folder of `examples/`, and the commands of its README: the lines of its blocks of `sh`. */
export class Example {
  readonly folder: string
  readonly commands: string[]

  /** `changed` are addresses and ports that are others here than in the README; `folder` is a copy of the example. */
  constructor(name: string, changed: Settings = {}, folder = folderOf(name)) {
    this.folder = folder
    const readme = readFileSync(join(this.folder, 'README.md'), 'utf8')
    const blocks = [...readme.matchAll(/^```sh\n([\s\S]+?)^```/gm)]
    this.commands = blocks
      .flatMap(([, lines = '']) => lines.trimEnd().replaceAll('\\\n', '').split('\n'))
      .map((line) => Object.entries(changed).reduce((said, [from, to]) => said.replaceAll(from, to), line))
  }

  /** Runs one command to its end; gives what it said. Throws with that where it fails. */
  async run(command: string, settings: Settings = {}): Promise<string> {
    const child = this.#spawn(command, settings)
    const [said] = await Promise.all([text(child.stdout), once(child, 'close')])
    if (child.exitCode !== 0) throw new Error(`${command} ended with ${child.exitCode}:\n${said}`)
    return said
  }

  /** Starts a command that goes on until the test is over; resolves when `url` answers. */
  async serve(command: string, url: string, settings: Settings = {}): Promise<void> {
    const child = this.#spawn(command, settings)
    const ended = once(child, 'close').then((): never => {
      throw new Error(`${command} ended with ${child.exitCode}.`)
    })
    onTestFinished(async () => {
      const gone = ended.catch(() => undefined)
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL')
      await gone
    })
    child.stdout.resume()
    await Promise.race([ended, answers(url)])
  }

  /** A group of its own, which can be ended whole: npm does not pass on what it is told. */
  #spawn(command: string, settings: Settings): ChildProcess & { stdout: NodeJS.ReadableStream } {
    const child = spawn('sh', ['-c', `exec 2>&1; ${command}`], {
      cwd: this.folder,
      // What is built for tests is not what readers would get.
      env: { ...process.env, NODE_ENV: undefined, CI: 'true', ...settings },
      stdio: ['ignore', 'pipe', 'ignore'],
      detached: true,
    })
    return child
  }
}

export function folderOf(name: string): string {
  return fileURLToPath(new URL(`../../examples/${name}`, import.meta.url))
}

async function answers(url: string): Promise<void> {
  for (;;) {
    const isThere = await fetch(url).then(
      (reply) => reply.ok,
      () => false,
    )
    if (isThere) return
    await pause(ASK_AGAIN_MS)
  }
}
