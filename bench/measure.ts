import { ask } from './ask.ts'
import type { BareReplies } from './bare-server.ts'
import type { Case } from './cases.ts'
import { medianOf, quantileOf, sorted } from './figures.ts'
import type { LoadFigures, LoadGenerator } from './load-generator.ts'
import { whilePublishing } from './publishing.ts'
import type { Figures, FirstAsks } from './results.ts'
import type { Seen, Task } from './publishing.ts'
import { cpuOf, type Server } from './serve.ts'

const WARM_UP_S = 1
/** So many replies each connection is to get, and so many there are to be at least. */
const REPLIES_OF_CONNECTION = 10
const REPLIES_MIN = 3
/** Of first asks, so large a share at the beginning is not counted: the compiler has not seen the code yet. */
const UNCOUNTED_SHARE = 0.1
/** What takes longer is not asked to the end. */
const FIRST_ASKS_MAX_MS = 30_000

export interface Measured {
  service: Figures
  bare: Figures
  bareWithHeaders: Figures
  seen: Seen | null
}

interface Plan {
  generator: LoadGenerator
  service: Server
  bare: Server
  publishing: Omit<Task, 'url'>
  rounds: number
  seconds: number
  connections: number
  /** Told what is measured next, which waits for what it does. */
  onTurn: (what: string) => Promise<void>
}

type Variant = 'service' | 'bare' | 'bareWithHeaders'
const PREFIX = { service: () => '', bare: barePath, bareWithHeaders: barePathWithHeaders }

/** How often `onTurn` is called. */
export function countTurns(cases: Case[], rounds: number): number {
  return cases.length * (3 + 2 * rounds + 1)
}

/** Short rounds in turns, each the other way round: what else the machine does meets both servers. */
export async function measureInTurns(cases: Case[], plan: Plan): Promise<Map<string, Measured>> {
  const turns = cases.flatMap((of) => (['service', 'bare'] as const).map((variant) => ({ of, variant })))
  const aside = cases.map((of) => ({ of, variant: 'bareWithHeaders' as const }))
  const measured = new Map<string, Record<Variant, Figures[]> & { seen: Seen[] }>(
    cases.map(({ key }) => [key, { service: [], bare: [], bareWithHeaders: [], seen: [] }]),
  )
  const take = async (of: Case, variant: Variant) => {
    await plan.onTurn(`${of.key} ${of.name}, ${variant}`)
    const { result, seen } = await measureOnce(of, variant, plan)
    measured.get(of.key)?.[variant].push(result)
    if (seen) measured.get(of.key)?.seen.push(seen)
  }
  for (const { of, variant } of [...turns, ...aside]) {
    await plan.onTurn(`warming up ${of.key} ${of.name}, ${variant}`)
    await load(of, variant, { ...plan, seconds: WARM_UP_S })
  }
  for (let round = 0; round < plan.rounds; round += 1)
    for (const { of, variant } of round % 2 === 0 ? turns : turns.toReversed()) await take(of, variant)
  for (const { of, variant } of aside) await take(of, variant)
  return new Map([...measured].map(([key, rounds]) => [key, { ...medians(rounds), seen: sum(rounds.seen) }]))
}

async function measureOnce(
  of: Case,
  variant: Variant,
  plan: Plan,
): Promise<{ result: Figures; seen: Seen | undefined }> {
  if (!of.isPublishing) return { result: await load(of, variant, plan), seen: undefined }
  // Beside the bare route, too: the publisher takes of the processor that the load comes from.
  const task = { ...plan.publishing, url: plan.service.url }
  return whilePublishing(task, () => load(of, variant, plan))
}

async function load(of: Case, variant: Variant, plan: Plan): Promise<Figures> {
  const server = variant === 'service' ? plan.service : plan.bare
  const { connections, seconds } = variant === 'service' ? settingOf(of, plan) : plan
  const paths = of.paths.map((path) => PREFIX[variant](of) + path)
  const cpuBefore_us = cpuOf(server)
  const figures = await plan.generator.run({
    url: server.url,
    paths,
    headers: of.headers,
    connections,
    seconds,
  })
  const cpu_us = (cpuOf(server) - cpuBefore_us) / figures.requests
  // What was still under way when the time was over belongs to nobody's turn.
  await ask(server.url, paths[0] ?? '', of.headers)
  return { ...withoutCount(figures), cpu_us: Number.isFinite(cpu_us) ? cpu_us : null }
}

/** What takes long is asked over fewer connections and for longer, so that replies come within the time. */
function settingOf(
  { alone_ms }: Case,
  { connections, seconds }: Plan,
): { connections: number; seconds: number } {
  const fit = Math.floor((seconds * 1000) / (alone_ms * REPLIES_OF_CONNECTION))
  return {
    connections: Math.max(1, Math.min(connections, fit)),
    seconds: Math.max(seconds, Math.ceil((alone_ms * REPLIES_MIN) / 1000)),
  }
}

function withoutCount({ requestsPerS, p50_ms, p99_ms, errors }: LoadFigures): Omit<Figures, 'cpu_us'> {
  return { requestsPerS, p50_ms, p99_ms, errors }
}

function medians(rounds: Record<Variant, Figures[]>): Record<Variant, Figures> {
  const of = (all: Figures[]): Figures => ({
    requestsPerS: medianOf(all.map(({ requestsPerS }) => requestsPerS)),
    p50_ms: medianOf(all.map(({ p50_ms }) => p50_ms)),
    p99_ms: medianOf(all.map(({ p99_ms }) => p99_ms)),
    cpu_us: all.some(({ cpu_us }) => cpu_us === null) ? null : medianOf(all.map(({ cpu_us }) => cpu_us ?? 0)),
    errors: all.reduce((errors, each) => errors + each.errors, 0),
  })
  return { service: of(rounds.service), bare: of(rounds.bare), bareWithHeaders: of(rounds.bareWithHeaders) }
}

function sum(all: Seen[]): Seen | null {
  if (all.length === 0) return null
  const of = (name: keyof Seen) => all.reduce((total, each) => total + each[name], 0)
  return { published: of('published'), asked: of('asked'), stale: of('stale'), failed: of('failed') }
}

/** Where the bare server says next to nothing. */
export const BARE_FLOOR_PATH = '/floor'

/** What the bare server is to answer to the cases. */
export function bareRepliesTo(cases: Case[]): BareReplies {
  const replies = cases.flatMap((of) => {
    const { status, headers, body } = of.reply
    // Of many paths each gets the bytes of the first.
    const [first = ''] = of.paths
    const route = of.paths.length > 1 ? first.replace(/[^/]+$/, ':name') : first.replace(/\?.*/, '')
    const type = headers['content-type']
    return [
      {
        path: barePath(of) + route,
        status,
        headers: type === undefined ? {} : { 'content-type': type },
        body,
      },
      { path: barePathWithHeaders(of) + route, status, headers: ofReply(headers), body },
    ]
  })
  return [{ path: BARE_FLOOR_PATH, status: 200, headers: {}, body: Buffer.from('{}') }, ...replies]
}

function barePath({ key }: Case): string {
  return `/${key}`
}

function barePathWithHeaders({ key }: Case): string {
  return `/${key}-with-headers`
}

/** Those that say something of the connection are the server's own. */
function ofReply(headers: Record<string, string>): Record<string, string> {
  const own = ['connection', 'keep-alive', 'date', 'transfer-encoding', 'content-length']
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !own.includes(name)))
}

/** Asks for each once, one after the other. Throws where a reply is an error. */
export async function askOneByOne({ url }: Server, paths: string[]): Promise<FirstAsks> {
  const waits_ms: number[] = []
  const giveUpAt_ms = performance.now() + FIRST_ASKS_MAX_MS
  for (const path of paths) {
    const startedAt_ms = performance.now()
    if (startedAt_ms > giveUpAt_ms) break
    const { status } = await ask(url, path)
    if (status !== 200) throw new Error(`${path} answers ${status}.`)
    waits_ms.push(performance.now() - startedAt_ms)
  }
  const inOrder = sorted(waits_ms.slice(Math.floor(waits_ms.length * UNCOUNTED_SHARE)))
  return { asked: inOrder.length, p50_ms: quantileOf(inOrder, 0.5), p99_ms: quantileOf(inOrder, 0.99) }
}
