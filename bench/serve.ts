import { type ChildProcess, execFileSync, fork, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { availableParallelism } from 'node:os'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { request } from 'undici'
import { z } from 'zod'
import type { BareReplies } from './bare-server.ts'

const HOST = '127.0.0.1'
/** What Linux counts processor time in, in /proc. */
const TICK_US = 10_000
/** Those of `npm start`. */
const NODE_OPTIONS = ['--max-semi-space-size=4', '--heap-growing-percent=20']
const START_POLL_MS = 2
const START_MAX_MS = 60_000
/** Servers have one processor for themselves, and all that asks them another. */
const SERVER_CPU = '0'
const CLIENT_CPU = '1'
const root = fileURLToPath(new URL('..', import.meta.url))

export interface Server {
  name: 'service' | 'bare'
  process: ChildProcess
  url: string
}

const children = new Set<ChildProcess>()
// Runs however this process ends, short of SIGKILL.
process.on('exit', () => {
  for (const child of children) child.kill('SIGKILL')
})
process.on('SIGINT', () => process.exit(130))
process.on('SIGTERM', () => process.exit(143))

/** Lets a child end with this process. */
export function endWithUs(child: ChildProcess): ChildProcess {
  children.add(child)
  child.once('exit', () => children.delete(child))
  return child
}

/** Keeps this process, and what it starts but servers, off the servers' processor; false where that can't be. */
export function pinClients(): boolean {
  if (availableParallelism() < 2) return false
  return spawnSync('taskset', ['-a', '-p', '-c', CLIENT_CPU, String(process.pid)]).status === 0
}

/** Compiles the service as it is installed. */
export function build(): void {
  execFileSync('npm', ['run', '-s', 'build'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] })
}

/** The service as a user starts it, on a database. It is there when an article at `path` has been answered. */
export async function startService(
  databasePath: string,
  path: string,
): Promise<{ service: Server; coldStart_ms: number }> {
  const port = await freePort()
  const settings = {
    ...{ HOST, PORT: String(port), DATABASE_URL: `file:${databasePath}`, SITE_URL: '' },
    ...{ LOG_LEVEL: 'warn', READ_ACCESS: 'open', SEED: 'off', NODE_ENV: 'production' },
  }
  const startedAt_ms = performance.now()
  const child = endWithUs(
    spawn(process.execPath, [...NODE_OPTIONS, 'dist/cli/main.js', 'serve'], {
      cwd: root,
      env: { ...process.env, ...settings },
      stdio: ['ignore', 'ignore', 'pipe'],
    }),
  )
  pinServer(child)
  const service: Server = { name: 'service', process: child, url: `http://${HOST}:${port}` }
  const complaint = child.stderr ? text(child.stderr) : ''
  while (!(await answers(service, path))) {
    if (child.exitCode !== null) throw new Error(`The service did not start: ${await complaint}`)
    if (performance.now() - startedAt_ms > START_MAX_MS) throw new Error('The service does not answer.')
    await new Promise((resolve) => setTimeout(resolve, START_POLL_MS))
  }
  return { service, coldStart_ms: performance.now() - startedAt_ms }
}

async function answers({ url }: Server, path: string): Promise<boolean> {
  try {
    const { statusCode, body } = await request(url + path)
    await body.dump()
    return statusCode === 200
  } catch {
    return false
  }
}

/** A Fastify that does nothing but send these bytes. */
export async function startBare(replies: BareReplies): Promise<Server> {
  const child = endWithUs(
    fork(new URL('./bare-server.ts', import.meta.url), {
      serialization: 'advanced',
      env: { ...process.env, NODE_ENV: 'production' },
    }),
  )
  pinServer(child)
  child.send(replies)
  const gone = once(child, 'exit').then(() => Promise.reject(new Error('The bare server did not start.')))
  const [url] = z.array(z.unknown()).parse(await Promise.race([once(child, 'message'), gone]))
  return { name: 'bare', process: child, url: z.url().parse(url) }
}

// Threads that are there already are moved, too.
function pinServer({ pid }: ChildProcess): void {
  spawnSync('taskset', ['-a', '-p', '-c', SERVER_CPU, String(pid)])
}

export async function stop({ process: child }: Server): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill()
  await ended
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, HOST)
  await once(probe, 'listening')
  const { port } = z.object({ port: z.int() }).parse(probe.address())
  probe.close()
  return port
}

/** User and system time of a process so far; NaN where the system has no /proc. */
export function cpuOf({ process: { pid } }: Server): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
    return (Number(fields[11]) + Number(fields[12])) * TICK_US
  } catch {
    return NaN
  }
}

/** Resident memory now and at its highest; NaN where the system has no /proc. */
export function memoryOf({ process: { pid } }: Server): { now_mb: number; peak_mb: number } {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    const mb = (name: string) =>
      (Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) * 1024) / 1e6
    return { now_mb: mb('VmRSS'), peak_mb: mb('VmHWM') }
  } catch {
    return { now_mb: NaN, peak_mb: NaN }
  }
}
