// How fast the two requests that matter most are answered, beside a bare Fastify route that sends the same
// bytes from memory: what the framework and the machine can do at best. `npm run bench -- --help` has the flags.
import { type ChildProcess, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import autocannon from 'autocannon'
import { SingleBar } from 'cli-progress'
import { z } from 'zod'
import type { BareReplies } from './bare-server.ts'

const HELP = `npm run bench -- [--seconds 3] [--connections 20] [--rounds 3] [--json]

  --seconds      how long each of the four (two requests, two servers) is measured in a round
  --connections  how many requests are under way at once
  --rounds       how often each is measured, in turns; what is printed is the median
  --json         print the figures as JSON
`
const PATHS = ['/v1/articles/the-widening-us-pakistan-rift', '/v1/qa?topic=drone-strikes']
const HOST = '127.0.0.1'
const WARM_UP_S = 1
/** What Linux counts processor time in, in /proc. */
const TICK_US = 10_000

const Flags = z.object({
  seconds: z.coerce.number().min(1),
  connections: z.coerce.number().int().min(1),
  rounds: z.coerce.number().int().min(1),
  json: z.boolean(),
})
type Flags = z.infer<typeof Flags>

interface Server {
  name: 'service' | 'bare'
  process: ChildProcess
  url: string
}

interface Reply {
  path: string
  contentType: string
  body: Buffer<ArrayBuffer>
}

interface Figures {
  requestsPerS: number
  p50_ms: number
  p99_ms: number
  /** Processor time of the server for one request; NaN where the system does not tell. */
  cpu_us: number
}

const folder = mkdtempSync(join(tmpdir(), 'colloquy-bench-'))
const children: ChildProcess[] = []
// Runs however this process ends, short of SIGKILL.
process.on('exit', () => {
  for (const child of children) child.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
})
process.on('SIGINT', () => process.exit(130))
process.on('SIGTERM', () => process.exit(143))

await run()

async function run(): Promise<void> {
  const flags = readFlags()
  const service = await startService()
  const replies = await Promise.all(PATHS.map((path) => fetchReply(service, path)))
  const servers = [service, await startBare(replies)]
  const measured = await measureInTurns(servers, replies, flags)
  const routes = replies.map(({ path, body }) => {
    const [ours, bare] = servers.map(({ name }) => medians(measured.get(`${name} ${path}`) ?? []))
    if (!ours || !bare) throw new Error(`${path} was not measured.`)
    return { path, bytes: body.length, service: ours, bare, ratio: ours.requestsPerS / bare.requestsPerS }
  })
  const memory_mb = Object.fromEntries(servers.map((server) => [server.name, memoryOf(server)]))
  const { json, ...settings } = flags
  const report = { node: process.version, cpus: availableParallelism(), ...settings, routes, memory_mb }
  process.stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : table(report))
  process.exit()
}

function readFlags(): Flags {
  try {
    const { values } = parseArgs({
      options: {
        seconds: { type: 'string', default: '3' },
        connections: { type: 'string', default: '20' },
        rounds: { type: 'string', default: '3' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    })
    if (!values.help) return Flags.parse(values)
    process.stdout.write(HELP)
    process.exit()
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : messageOf(error)
    process.stderr.write(`bench: ${reason}\n\n${HELP}`)
    process.exit(2)
  }
}

/** The service as a user starts it, with a database of its own that is seeded at the start. */
async function startService(): Promise<Server> {
  const port = await freePort()
  const settings = {
    HOST,
    PORT: String(port),
    DATABASE_URL: `file:${join(folder, 'bench.db')}`,
    LOG_LEVEL: 'silent',
    READ_ACCESS: 'open',
    SEED: 'auto',
    SITE_URL: '',
  }
  const main = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url))
  const child = spawn(process.execPath, [main, 'serve'], {
    env: { ...process.env, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  children.push(child)
  const complaint = text(child.stderr)
  for await (const line of createInterface(child.stdout))
    if (line.startsWith('Colloquy serves'))
      return { name: 'service', process: child, url: `http://${HOST}:${port}` }
  throw new Error(`The service did not start: ${await complaint}`)
}

async function startBare(replies: Reply[]): Promise<Server> {
  const child = fork(new URL('./bare-server.ts', import.meta.url), { serialization: 'advanced' })
  children.push(child)
  const bare: BareReplies = replies.map((reply) => ({ ...reply, path: reply.path.replace(/\?.*/, '') }))
  child.send(bare)
  const gone = once(child, 'exit').then(() => Promise.reject(new Error('The bare server did not start.')))
  const [url] = z.array(z.unknown()).parse(await Promise.race([once(child, 'message'), gone]))
  return { name: 'bare', process: child, url: z.url().parse(url) }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, HOST)
  await once(probe, 'listening')
  const { port } = z.object({ port: z.int() }).parse(probe.address())
  probe.close()
  return port
}

async function fetchReply({ url }: Server, path: string): Promise<Reply> {
  const reply = await fetch(url + path)
  if (reply.status !== 200) throw new Error(`${path} answered ${reply.status}: ${await reply.text()}`)
  const contentType = reply.headers.get('content-type') ?? ''
  return { path, contentType, body: Buffer.from(await reply.arrayBuffer()) }
}

/** Short rounds in turns, each the other way round: what else the machine does meets both servers. */
async function measureInTurns(
  servers: Server[],
  replies: Reply[],
  { seconds, connections, rounds }: Flags,
): Promise<Map<string, Figures[]>> {
  const turns = replies.flatMap((reply) => servers.map((server) => ({ server, reply })))
  const measured = new Map<string, Figures[]>()
  const bar = new SingleBar({
    stream: process.stderr,
    noTTYOutput: false,
    clearOnComplete: true,
    format: '{bar} {value}/{total} {what}',
  })
  const showsBar = process.stderr.isTTY
  if (showsBar) bar.start(turns.length * (rounds + 1), 0, { what: 'warming up' })
  for (let round = 0; round <= rounds; round += 1)
    for (const { server, reply } of round % 2 === 0 ? turns : turns.toReversed()) {
      const what = `${server.name} ${reply.path}`
      if (showsBar) bar.update({ what })
      const figures = await measure(server, reply, {
        seconds: round === 0 ? WARM_UP_S : seconds,
        connections,
      })
      if (round > 0) measured.set(what, [...(measured.get(what) ?? []), figures])
      if (showsBar) bar.increment()
    }
  if (showsBar) bar.stop()
  return measured
}

/** Asks one server for one thing, again and again. Throws where a reply is not 200 or not the same bytes. */
async function measure(
  server: Server,
  { path, body }: Reply,
  { seconds, connections }: { seconds: number; connections: number },
): Promise<Figures> {
  const waits_ms: number[] = []
  const cpuBefore_us = cpuOf(server)
  const { promise, resolve, reject } = Promise.withResolvers<autocannon.Result>()
  const load = autocannon(
    { url: server.url + path, connections, duration: seconds, expectBody: body.toString() },
    (error: unknown, result) => (error instanceof Error ? reject(error) : resolve(result)),
  )
  // Its own histogram knows whole milliseconds only.
  load.on('response', (_client, _statusCode, _bytes, wait_ms) => waits_ms.push(wait_ms))
  const result = await promise
  const cpu_us = (cpuOf(server) - cpuBefore_us) / waits_ms.length
  const { errors, timeouts, mismatches, duration } = result
  const others = waits_ms.length - (result.statusCodeStats?.['200']?.count ?? 0)
  if (waits_ms.length === 0 || errors + timeouts + mismatches + others > 0)
    throw new Error(
      `${server.name} ${path}: of ${waits_ms.length} replies ${others} were not 200, ` +
        `${mismatches} had other bytes; ${errors} errors, ${timeouts} timeouts.`,
    )
  const sorted = Float64Array.from(waits_ms).sort()
  const quantile = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? NaN
  return { requestsPerS: sorted.length / duration, p50_ms: quantile(0.5), p99_ms: quantile(0.99), cpu_us }
}

/** User and system time of a process so far; NaN where the system has no /proc. */
function cpuOf({ process: { pid } }: Server): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
    return (Number(fields[11]) + Number(fields[12])) * TICK_US
  } catch {
    return NaN
  }
}

/** Resident memory in MB; NaN where the system has no /proc. */
function memoryOf({ process: { pid } }: Server): number {
  try {
    return Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024
  } catch {
    return NaN
  }
}

function medians(rounds: Figures[]): Figures {
  const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN
  return {
    requestsPerS: median(rounds.map((figures) => figures.requestsPerS)),
    p50_ms: median(rounds.map((figures) => figures.p50_ms)),
    p99_ms: median(rounds.map((figures) => figures.p99_ms)),
    cpu_us: median(rounds.map((figures) => figures.cpu_us)),
  }
}

interface Report extends Omit<Flags, 'json'> {
  node: string
  cpus: number
  routes: { path: string; bytes: number; service: Figures; bare: Figures; ratio: number }[]
  memory_mb: Record<string, number>
}

function table({ node, cpus, connections, seconds, rounds, routes, memory_mb }: Report): string {
  const rows = routes.flatMap(({ path, bytes, service, bare, ratio }) => [
    [`GET ${path}`, 'service', ...cells(service), ratio.toFixed(2)],
    [`  ${bytes} bytes`, 'bare', ...cells(bare), '1.00'],
  ])
  const head = ['', '', 'requests/s', 'p50 ms', 'p99 ms', 'CPU µs', 'of bare']
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)))
  const lines = [head, ...rows].map((row) =>
    row.map((cell, column) =>
      column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
    ),
  )
  const memory = Object.entries(memory_mb).map(([name, mb]) => `${name} ${orDash(mb, 0)} MB`)
  const notes = [
    `memory at the end: ${memory.join(', ')}`,
    `${connections} connections, median of ${rounds} × ${seconds} s; node ${node}, ${cpus} processors, load from the same machine`,
  ]
  return [...lines.map((line) => line.join('  ').trimEnd()), '', ...notes, ''].join('\n')
}

function cells({ requestsPerS, p50_ms, p99_ms, cpu_us }: Figures): string[] {
  return [requestsPerS.toFixed(0), p50_ms.toFixed(2), p99_ms.toFixed(2), orDash(cpu_us, 0)]
}

function orDash(value: number, digits: number): string {
  return Number.isNaN(value) ? '–' : value.toFixed(digits)
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
