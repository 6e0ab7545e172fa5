import { format } from 'prettier'
import { columns } from './figures.ts'
import type { CaseResult, Results } from './results.ts'

/** The least of the sizes, which the others are compared with. */
const GROWTH_FROM = 1_000
const HEAD = [
  'case',
  'requests/s',
  'bare',
  'of bare',
  'of it with headers',
  'p50 ms',
  'p99 ms',
  'CPU µs',
  'bytes',
  'first p50 ms',
  'first p99 ms',
  'from disk p50 ms',
  'slower',
  'first slower',
]

/** A table for a terminal. `smallest` are the results that growth is measured from. */
export function tableOf(results: Results, smallest: Results | undefined): string {
  return [...columns(rowsOf(results, smallest)), '', ...notesOn(results), ''].join('\n')
}

/** The page of results of all sizes that were measured, the smallest first. */
export async function pageOf(all: Results[]): Promise<string> {
  const smallest = all.find(({ loaded }) => loaded.articles === GROWTH_FROM)
  const sections = all.map((results) => {
    const { articles, pairs } = results.loaded
    const table = rowsOf(results, smallest).map((row) => `| ${row.join(' | ')} |`)
    const rule = `| ${HEAD.map((_, index) => (index === 0 ? '---' : '--:')).join(' | ')} |`
    return [
      `## ${count(articles)} articles, ${count(pairs)} pairs`,
      [...table.slice(0, 1), rule, ...table.slice(1)].join('\n'),
      notesOn(results)
        .map((note) => `- ${note}`)
        .join('\n'),
    ].join('\n\n')
  })
  const page = ['# How fast reading is', INTRODUCTION, ...sections].join('\n\n')
  return format(page, { parser: 'markdown', printWidth: 110 })
}

const INTRODUCTION = `Written by \`npm run bench\`, which see for its flags. The archive is made up: the words are invented and their
frequencies are those of a language. A bare Fastify route that sends the same bytes from memory is measured in turns with
the service; \`of bare\` is the ratio of the two, \`of it with headers\` that to a bare route which sends all
headers of the service's reply, measured once. \`first\` is a request that was never made before, in a process that has just started, asked for
alone; the others are asked again and again. Before each turn, and before first asks, the file is read once, so that the system
has its pages in memory as far as they fit; \`from disk\` are first asks while it has none of them. In k the publisher works beside each of the routes. \`slower\` compares with ${count(GROWTH_FROM)} articles.`

function rowsOf({ cases, loaded }: Results, smallest: Results | undefined): string[][] {
  const base = loaded.articles === GROWTH_FROM ? undefined : smallest
  return [
    HEAD,
    ...cases.map((of) => {
      const before = base?.cases.find(({ key }) => key === of.key)
      return rowOf(of, before)
    }),
  ]
}

function rowOf(of: CaseResult, before: CaseResult | undefined): string[] {
  const { key, name, service, bare, bareWithHeaders, firstAsks, firstFromDisk, bytes } = of
  const slower = before && before.service.requestsPerS / service.requestsPerS
  const firstSlower = firstAsks && before?.firstAsks && firstAsks.p50_ms / before.firstAsks.p50_ms
  return [
    `${key} ${name}`,
    figure(service.requestsPerS, service.requestsPerS < 100 ? 1 : 0),
    figure(bare.requestsPerS),
    figure(service.requestsPerS / bare.requestsPerS, 3),
    figure(service.requestsPerS / bareWithHeaders.requestsPerS, 3),
    figure(service.requestsPerS > 0 ? service.p50_ms : null, 2),
    figure(service.requestsPerS > 0 ? service.p99_ms : null, 2),
    figure(service.cpu_us),
    String(bytes),
    figure(firstAsks?.p50_ms, 2),
    figure(firstAsks?.p99_ms, 2),
    figure(firstFromDisk?.p50_ms, 2),
    figure(slower, 2),
    figure(firstSlower, 2),
  ]
}

function notesOn({
  loaded,
  coldStart_ms,
  memory_mb,
  memoryOf,
  floor_ms,
  notBuilt,
  cases,
}: Results): string[] {
  const { load_s, articlesPerS, file_mb, optimize_s } = loaded
  return [
    `memory while ${memoryOf.join(', ')} were asked: ${figure(memory_mb.peak_mb)} MB at its highest, ` +
      `${figure(memory_mb.now_mb)} MB at the end; cold start to the first article ${figure(coldStart_ms)} ms`,
    `loaded through the publishing code in ${figure(load_s, 1)} s (${figure(articlesPerS)} articles/s, of it ` +
      `${figure(optimize_s, 1)} s to make one piece of the search index); the file has ${figure(file_mb)} MB`,
    ...describeSettings(cases),
    `of each first ask some ${figure(floor_ms, 2)} ms are what the bare route takes; what takes long is asked over ` +
      'fewer connections',
    ...cases.flatMap(({ key, seen }) => (seen ? [describeSeen(key, seen)] : [])),
    ...cases.flatMap((of) => describeErrors(of)),
    ...(notBuilt.length > 0 ? [`not built: ${notBuilt.join(', ')}`] : []),
  ]
}

/** Cases need not have been measured together. */
function describeSettings(cases: CaseResult[]): string[] {
  const keysOf = new Map<string, string[]>()
  for (const { key, at, setting } of cases) {
    const { node, machine, loadGenerator, isPinned, seconds, rounds, connections } = setting
    const text =
      `${at.slice(0, 10)}, median of ${rounds} × ${seconds} s after a warm-up, ${connections} connections, ` +
      `${loadGenerator}, ${isPinned ? 'server and load on a processor each' : 'server and load on any processor'}; ` +
      `node ${node}, ${machine}`
    keysOf.set(text, [...(keysOf.get(text) ?? []), key])
  }
  return [...keysOf].map(([text, keys]) => `${keys.join(', ')}: ${text}`)
}

function describeSeen(
  key: string,
  { published, asked, stale, failed }: NonNullable<CaseResult['seen']>,
): string {
  return (
    `${key}: meanwhile ${published} times published; of ${asked} replies about the article that changed ` +
    `${stale} were older than the last publishing that was done, ${failed} failed`
  )
}

function describeErrors({ key, service, bare }: CaseResult): string[] {
  const errors = service.errors + bare.errors
  return errors === 0
    ? []
    : [`${key}: ${service.errors} errors of the service, ${bare.errors} of the bare route`]
}

function figure(value: number | null | undefined, digits = 0): string {
  return value === null || value === undefined || !Number.isFinite(value) ? '–' : value.toFixed(digits)
}

function count(value: number): string {
  return value.toLocaleString('en')
}
