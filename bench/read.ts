// How fast readers are answered, out of a small archive and out of a large one, beside a bare Fastify route that sends the
// same bytes from memory: what the framework and the machine can do at best. `npm run bench -- --help` has the flags.
import { writeFileSync } from 'node:fs'
import { arch, cpus, release, tmpdir, type } from 'node:os'
import { fileURLToPath } from 'node:url'
import { asc } from 'drizzle-orm'
import { z } from 'zod'
import { openSqliteStore } from '../src/db/store.sqlite.ts'
import { publishedArticles } from '../src/db/tables.ts'
import { articlePath, type Case, CASE_KEYS, planCases } from './cases.ts'
import { medianOf } from './figures.ts'
import { readFlags } from './flags.ts'
import { openArchive } from './load.ts'
import { findLoadGenerator } from './load-generator.ts'
import { askOneByOne, BARE_FLOOR_PATH, bareRepliesTo, countTurns, measureInTurns } from './measure.ts'
import { forgetPages, readThrough } from './page-cache.ts'
import { progressBar } from './progress-bar.ts'
import { pageOf, tableOf } from './report.ts'
import { type FirstAsks, keepResults, readResults, type Results, SIZES } from './results.ts'
import { build, memoryOf, pinClients, type Server, startBare, startService, stop } from './serve.ts'

const HELP = `npm run bench -- [--articles 1000] [--only a,b] [--seconds 3] [--rounds 3] [--connections 20] [--json]

  --articles     size of the archive: ${SIZES.join(', ')}. It is made once and kept
  --fresh        make the archive again, as when publishing writes other rows than it did
  --dir          where archives and their results are kept; by default the system's folder for temporary files
  --only         only these cases: ${CASE_KEYS.join()}
  --seconds      how long each case is measured in a round, on each server
  --rounds       how often each is measured, in turns; what is printed is the median
  --connections  how many requests are under way at once
  --json         print the figures as JSON, and leave bench/RESULTS.md as it is
`
const COLD_STARTS = 3
const FLOOR_ASKS = 200
const RESULTS_PAGE = fileURLToPath(new URL('./RESULTS.md', import.meta.url))

const Flags = z.object({
  articles: z.coerce.number().pipe(z.literal([...SIZES])),
  fresh: z.boolean(),
  dir: z.string(),
  only: z
    .string()
    .transform((keys) => keys.split(','))
    .pipe(z.array(z.enum(CASE_KEYS))),
  seconds: z.coerce.number().int().min(1),
  rounds: z.coerce.number().int().min(1),
  connections: z.coerce.number().int().min(1),
  json: z.boolean(),
})
type Flags = z.infer<typeof Flags>

await run()

async function run(): Promise<void> {
  const flags = readFlags(HELP, Flags, {
    articles: { type: 'string', default: '1000' },
    fresh: { type: 'boolean', default: false },
    dir: { type: 'string', default: tmpdir() },
    only: { type: 'string', default: CASE_KEYS.join() },
    seconds: { type: 'string', default: '3' },
    rounds: { type: 'string', default: '3' },
    connections: { type: 'string', default: '20' },
    json: { type: 'boolean', default: false },
  })
  const results = keepResults(flags.dir, await measure(flags))
  if (flags.json) {
    process.stdout.write(`${JSON.stringify(results, null, 2)}\n`)
    process.exit()
  }
  const all = SIZES.flatMap((articles) => readResults(flags.dir, articles) ?? [])
  writeFileSync(RESULTS_PAGE, await pageOf(all))
  process.stdout.write(
    tableOf(
      results,
      all.find(({ loaded }) => loaded.articles === SIZES[0]),
    ),
  )
  process.exit()
}

async function measure({
  dir,
  articles,
  fresh,
  only,
  rounds,
  seconds,
  connections,
}: Flags): Promise<Results> {
  build()
  const { databasePath, loaded } = await openArchive(dir, articles, fresh)
  const generator = findLoadGenerator()
  const isPinned = pinClients()
  const { changed, slugs } = await readArticles(databasePath)
  const article = articlePath(slugs[slugs.length >> 1] ?? '')
  const start = () => startService(databasePath, article)

  const coldStarts_ms: number[] = []
  for (let times = 0; times < COLD_STARTS; times += 1) {
    const { service, coldStart_ms } = await start()
    coldStarts_ms.push(coldStart_ms)
    await stop(service)
  }
  const { service } = await start()
  const { cases, notBuilt } = await planCases({ url: service.url, slugs, article }, only)
  const bare = await startBare(bareRepliesTo(cases))
  const bar = progressBar('{bar} {value}/{total} {what}')
  bar?.start(countTurns(cases, rounds), 0, { what: '' })
  const measured = await measureInTurns(cases, {
    ...{ generator, service, bare, rounds, seconds, connections },
    publishing: { databasePath, id: changed },
    onTurn: async (what) => {
      bar?.increment({ what })
      await readThrough(databasePath)
    },
  })
  bar?.stop()
  const memory = memoryOf(service)
  const floor = await askOneByOne(
    bare,
    Array.from({ length: FLOOR_ASKS }, () => BARE_FLOOR_PATH),
  )
  await Promise.all([stop(service), stop(bare)])
  const first = await measureFirstAsks(cases, async () => {
    await readThrough(databasePath)
    return start()
  })
  const fromDisk = await measureFirstAsks(forgetPages(databasePath) ? cases : [], () => {
    forgetPages(databasePath)
    return start()
  })
  const memory_mb = { ...memory, peak_mb: Math.max(memory.peak_mb, first.peak_mb) }
  const at = new Date().toISOString()
  const setting = {
    ...{ node: process.version, machine: machine(), loadGenerator: generator.name, isPinned },
    ...{ seconds, rounds, connections },
  }
  return {
    ...{ loaded, coldStart_ms: medianOf(coldStarts_ms), memory_mb, floor_ms: floor.p50_ms, notBuilt },
    memoryOf: cases.map(({ key }) => key),
    cases: cases.flatMap(({ key, name, reply }) => {
      const figures = measured.get(key)
      const asks = {
        firstAsks: first.firstAsks.get(key) ?? null,
        firstFromDisk: fromDisk.firstAsks.get(key) ?? null,
      }
      return figures ? [{ key, name, at, setting, bytes: reply.body.length, ...figures, ...asks }] : []
    }),
  }
}

/** The articles in the order in which they were published, and one that may be changed: no list begins with it. */
async function readArticles(databasePath: string): Promise<{ slugs: string[]; changed: string }> {
  const store = openSqliteStore(databasePath)
  const { articleId: id, slug, publishedAt } = publishedArticles
  const rows = await store.read
    .select({ id, slug })
    .from(publishedArticles)
    .orderBy(asc(publishedAt), asc(id))
  await store.close()
  return { slugs: rows.map((row) => row.slug), changed: rows[rows.length >> 2]?.id ?? '' }
}

/** Each case in a process of its own, which was asked for nothing before; and the most memory that one of them had. */
async function measureFirstAsks(
  cases: Case[],
  start: () => Promise<{ service: Server }>,
): Promise<{ firstAsks: Map<string, FirstAsks>; peak_mb: number }> {
  const firstAsks = new Map<string, FirstAsks>()
  const peaks_mb: number[] = []
  for (const { key, firstAsks: paths } of cases.filter((each) => each.firstAsks.length > 0)) {
    const { service } = await start()
    firstAsks.set(key, await askOneByOne(service, paths))
    peaks_mb.push(memoryOf(service).peak_mb)
    await stop(service)
  }
  return { firstAsks, peak_mb: Math.max(0, ...peaks_mb) }
}

function machine(): string {
  const processors = cpus()
  return `${processors.length} × ${processors[0]?.model.trim() ?? 'processor'}, ${arch()}, ${type()} ${release()}`
}
