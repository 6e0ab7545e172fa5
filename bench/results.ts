import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { keptIn, Loaded } from './load.ts'
import { Seen } from './publishing.ts'

/** The sizes of archives that can be made. */
export const SIZES = [1_000, 10_000, 100_000] as const

const Figures = z.object({
  requestsPerS: z.number(),
  p50_ms: z.number(),
  p99_ms: z.number(),
  /** Processor time of the server for one request; null where the system does not tell. */
  cpu_us: z.number().nullable(),
  errors: z.int(),
})
export type Figures = z.infer<typeof Figures>

const FirstAsks = z.object({ asked: z.int(), p50_ms: z.number(), p99_ms: z.number() })
export type FirstAsks = z.infer<typeof FirstAsks>

/** What figures were measured with. */
const Setting = z.object({
  node: z.string(),
  machine: z.string(),
  loadGenerator: z.string(),
  /** Server and load have a processor each. */
  isPinned: z.boolean(),
  seconds: z.number(),
  rounds: z.int(),
  connections: z.int(),
})

const CaseResult = z.object({
  key: z.string(),
  name: z.string(),
  /** When it was measured. */
  at: z.string(),
  setting: Setting,
  /** Of the body of the reply. */
  bytes: z.int(),
  service: Figures,
  /** The bare route with the same bytes and their type. */
  bare: Figures,
  /** The bare route with all headers of the service's reply. */
  bareWithHeaders: Figures,
  /** With the pages of the database in the system's memory. */
  firstAsks: FirstAsks.nullable(),
  /** With all of them on the disk; null where the system does not do that. */
  firstFromDisk: FirstAsks.nullable(),
  seen: Seen.nullable(),
})
export type CaseResult = z.infer<typeof CaseResult>

/** What is known of one size; cases that were measured earlier stay until they are measured again. */
const Results = z.object({
  loaded: Loaded,
  coldStart_ms: z.number(),
  /** Of the service in the last run, whose cases are `memoryOf`, at the end of the rounds and at its highest; NaN becomes null where the system does not tell. */
  memory_mb: z.object({ now_mb: z.number().nullable(), peak_mb: z.number().nullable() }),
  memoryOf: z.array(z.string()),
  /** One small reply of the bare route, asked for alone: what there is in every first ask. */
  floor_ms: z.number(),
  notBuilt: z.array(z.string()),
  cases: z.array(CaseResult),
})
export type Results = z.infer<typeof Results>

/** What is known of an archive of this size; undefined of one that was not measured, or by another version. */
export function readResults(dir: string, articles: number): Results | undefined {
  const path = resultsPath(dir, articles)
  return existsSync(path) ? Results.safeParse(JSON.parse(readFileSync(path, 'utf8'))).data : undefined
}

/** Keeps results beside their archive; gives them with the cases that were measured before. */
export function keepResults(dir: string, results: Results): Results {
  const { articles } = results.loaded
  const before = readResults(dir, articles)?.cases ?? []
  const known = new Map([...before, ...results.cases].map((each) => [each.key, each]))
  for (const key of results.notBuilt) known.delete(key)
  const cases = [...known.values()].sort((one, other) => (one.key < other.key ? -1 : 1))
  const all = { ...results, cases }
  writeFileSync(resultsPath(dir, articles), JSON.stringify(all, null, 2))
  return all
}

function resultsPath(dir: string, articles: number): string {
  return join(keptIn(dir), String(articles), 'results.json')
}
