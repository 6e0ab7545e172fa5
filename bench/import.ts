// How fast the importer reads texts: those of a folder, or a megabyte of the worst that somebody could send.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { decode } from '../src/imports/decode.ts'
import { contentTypeOfFile } from '../src/imports/media-type.ts'
import { parse } from '../src/imports/parse.ts'
import { Problem } from '../src/problem.ts'
import { Vocabulary } from '../src/topics/vocabulary.ts'
import { columns, quantileOf, sorted } from './figures.ts'
import { messageOf, readFlags, refuse } from './flags.ts'
import { WORST } from './worst-texts.ts'

const HELP = `node bench/import.ts DIR [--rounds 5] [--json]
node bench/import.ts --worst [--chars 1000000] [--only NAME] [--json]

  DIR       folder whose texts (plain, Markdown, HTML, by their endings) are read, each once in a round
  --rounds  how often the folder is read; what is printed is the best of each document
  --worst   reads the worst texts we could think of instead, each once, and prints the slowest first
  --chars   how long each of these is
  --only    only those whose name has this in it
  --json    print the figures as JSON
`
const MEDIA_TYPES = ['text/plain', 'text/markdown', 'text/html']
const SLOWEST_SHOWN = 20

const Flags = z.object({
  positionals: z.array(z.string()).max(1, 'name one folder'),
  rounds: z.coerce.number().int().min(1),
  chars: z.coerce.number().int().min(1),
  only: z.string(),
  worst: z.boolean(),
  json: z.boolean(),
})
type Flags = z.infer<typeof Flags>

interface Text {
  name: string
  text: string
  mediaType: string
  bytes: number
}

/** Of the texts of one media type, from the best round of each. */
interface Figures {
  mediaType: string
  documents: number
  bytes: number
  documentsPerS: number
  mbPerS: number
  p50_ms: number
  p99_ms: number
}

const vocabulary = Vocabulary.parse(
  JSON.parse(readFileSync(new URL('../seed/topics.json', import.meta.url), 'utf8')),
)

run()

function run(): void {
  const options = {
    rounds: { type: 'string', default: '5' },
    chars: { type: 'string', default: '1000000' },
    only: { type: 'string', default: '' },
    worst: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  } as const
  const flags = readFlags(HELP, Flags, options, true)
  const [folder] = flags.positionals
  if (flags.worst === (folder !== undefined)) fail('Name one folder, or --worst.')
  if (folder === undefined) print(measureWorst(flags), flags, tableOfWorst)
  else print(measureFolder(folder, flags), flags, tableOfFolder)
}

function fail(reason: string): never {
  refuse(HELP, reason)
}

/** The texts of a folder; what the importer refuses is left out. */
function textsOf(folder: string): Text[] {
  const texts = namesIn(folder).flatMap((name) => {
    const type = contentTypeOfFile(name)
    if (type === undefined || !MEDIA_TYPES.includes(type)) return []
    const bytes = readFileSync(join(folder, name))
    try {
      const { text, mediaType } = decode(bytes, type)
      return [{ name, text, mediaType, bytes: bytes.length }]
    } catch (error) {
      process.stderr.write(`bench: ${name} is left out: ${messageOf(error)}\n`)
      return []
    }
  })
  return texts.length > 0 ? texts : fail(`${folder} has no text, Markdown or HTML file.`)
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()
  } catch (error) {
    return fail(messageOf(error))
  }
}

function measureFolder(folder: string, { rounds }: Flags) {
  const texts = textsOf(folder)
  const best_ms = texts.map(() => Infinity)
  for (const text of texts) read(text)
  const startedAt_ms = performance.now()
  const cpuBefore = process.cpuUsage()
  for (let round = 0; round < rounds; round += 1)
    texts.forEach((text, index) => {
      best_ms[index] = Math.min(best_ms[index] ?? Infinity, read(text))
    })
  const cpu = process.cpuUsage(cpuBefore)
  const all = texts.map((text, index) => ({ ...text, ms: best_ms[index] ?? NaN }))
  return {
    ...settings(),
    rounds,
    figures: ['all', ...MEDIA_TYPES].flatMap((type) => {
      const some = all.filter(({ mediaType }) => type === 'all' || type === mediaType)
      return some.length === 0 ? [] : [figuresOf(type, some)]
    }),
    userCpu_s: cpu.user / 1e6,
    wall_s: (performance.now() - startedAt_ms) / 1000,
    rss_mb: process.memoryUsage.rss() / 1e6,
  }
}

/** Milliseconds that reading a text takes. */
function read({ text, mediaType }: { text: string; mediaType: string }): number {
  const startedAt_ms = performance.now()
  parse(text, { vocabulary, mediaType })
  return performance.now() - startedAt_ms
}

function figuresOf(mediaType: string, texts: (Text & { ms: number })[]): Figures {
  const inOrder = sorted(texts.map(({ ms }) => ms))
  const bytes = texts.reduce((sum, text) => sum + text.bytes, 0)
  const seconds = inOrder.reduce((sum, ms) => sum + ms, 0) / 1000
  return {
    mediaType,
    documents: texts.length,
    bytes,
    documentsPerS: texts.length / seconds,
    mbPerS: bytes / 1e6 / seconds,
    p50_ms: quantileOf(inOrder, 0.5),
    p99_ms: quantileOf(inOrder, 0.99),
  }
}

function measureWorst({ chars, only }: Flags) {
  const kinds = WORST.filter(({ name }) => name.includes(only))
  if (kinds.length === 0) fail(`No worst text has "${only}" in its name.`)
  const figures = kinds.map(({ name, mediaType, write }) => {
    const text = write(chars)
    const cpuBefore = process.cpuUsage()
    const startedAt_ms = performance.now()
    const refused = refusalOf({ text, mediaType })
    const ms = performance.now() - startedAt_ms
    return { name, mediaType, ms, userCpu_ms: process.cpuUsage(cpuBefore).user / 1000, refused }
  })
  figures.sort((a, b) => b.ms - a.ms)
  return { ...settings(), chars, figures, rss_mb: process.memoryUsage.rss() / 1e6 }
}

/** Why the importer does not read a text; null if it does. */
function refusalOf({ text, mediaType }: { text: string; mediaType: string }): string | null {
  try {
    parse(text, { vocabulary, mediaType })
    return null
  } catch (error) {
    if (error instanceof Problem) return error.code
    throw error
  }
}

function settings() {
  return { node: process.version, topics: vocabulary.length }
}

function print<Report>(report: Report, { json }: Flags, table: (report: Report) => string): void {
  process.stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : table(report))
}

function tableOfFolder(report: ReturnType<typeof measureFolder>): string {
  const rows = report.figures.map((of) => [
    of.mediaType,
    String(of.documents),
    (of.bytes / 1000).toFixed(0),
    of.documentsPerS.toFixed(0),
    of.mbPerS.toFixed(1),
    of.p50_ms.toFixed(2),
    of.p99_ms.toFixed(2),
  ])
  const { rounds, userCpu_s, wall_s, rss_mb, node, topics } = report
  return [
    ...columns([['', 'documents', 'KB', 'documents/s', 'MB/s', 'p50 ms', 'p99 ms'], ...rows]),
    '',
    `${userCpu_s.toFixed(2)} s user CPU in ${wall_s.toFixed(2)} s, ${rss_mb.toFixed(0)} MB resident`,
    `best of ${rounds} rounds after one to warm up; node ${node}, ${topics} topics`,
    '',
  ].join('\n')
}

function tableOfWorst({ figures, chars, rss_mb, node }: ReturnType<typeof measureWorst>): string {
  const rows = figures
    .slice(0, SLOWEST_SHOWN)
    .map(({ name, mediaType, ms, userCpu_ms, refused }) => [
      name,
      mediaType,
      ms.toFixed(0),
      userCpu_ms.toFixed(0),
      refused ?? '',
    ])
  return [
    ...columns([['', '', 'ms', 'user CPU ms', 'refused'], ...rows]),
    '',
    `the slowest of ${figures.length} texts of ${chars} characters; ${rss_mb.toFixed(0)} MB resident; node ${node}`,
    '',
  ].join('\n')
}
