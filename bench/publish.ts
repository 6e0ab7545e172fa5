// How fast articles are published so that they survive a power cut, beside a bare transaction that brings the same bytes
// to the same disk: what the machine can do at best. `npm run bench:publish -- --help` has the flags.
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { z } from 'zod'
import { openSqliteStore } from '../src/db/store.sqlite.ts'
import { world } from '../src/deps.ts'
import type { ArticleDocument } from '../src/revisions/contract.ts'
import type { NewDocument } from '../src/revisions/queries.ts'
import { addVocabulary } from '../src/topics/resolve.ts'
import { Vocabulary, type VocabularyTopic } from '../src/topics/vocabulary.ts'
import { quantileOf, sorted } from './figures.ts'
import { readFlags } from './flags.ts'
import { progressBar } from './progress-bar.ts'
import { changeAndPublish, create, createAndPublish, publishDraft } from './publish-article.ts'
import { randomFrom } from './random.ts'

const HELP = `npm run bench:publish -- [--articles 600] [--editors 16] [--dir DIR] [--json]

  --articles  how many are created, then published, then changed and published again; and how many come at once as both
  --editors   how many write at once, each the next one when the last is on the disk
  --dir       where the databases are made; by default the system's folder for temporary files
  --json      print the figures as JSON
`
const PAIRS = 10
const ANSWER_PARAGRAPHS = 3
const PARAGRAPH_WORDS = 80
const QUESTION_WORDS = 20
const PEOPLE = 200
/** Work that is done and not counted, so that the compiler has seen it. */
const WARM_UP_SHARE = 0.2

const Flags = z.object({
  articles: z.coerce.number().int().min(10),
  editors: z.coerce.number().int().min(1),
  dir: z.string(),
  json: z.boolean(),
})

interface Figures {
  perS: number
  p50_ms: number
  p99_ms: number
  cpu_ms: number
}

const words = readFileSync(new URL('../seed/the-widening-us-pakistan-rift.txt', import.meta.url), 'utf8')
  .replace(/[^\w\s'-]/g, '')
  .split(/\s+/)
const vocabulary = Vocabulary.parse(
  JSON.parse(readFileSync(new URL('../seed/topics.json', import.meta.url), 'utf8')),
)

await run()

async function run(): Promise<void> {
  const { articles, editors, dir, json } = readFlags(HELP, Flags, {
    articles: { type: 'string', default: '600' },
    editors: { type: 'string', default: '16' },
    dir: { type: 'string', default: tmpdir() },
    json: { type: 'boolean', default: false },
  })
  mkdirSync(dir, { recursive: true })
  const folder = mkdtempSync(join(dir, 'colloquy-bench-'))
  process.on('exit', () => {
    rmSync(folder, { recursive: true, force: true })
  })
  process.on('SIGINT', () => process.exit(130))
  const store = openSqliteStore(join(folder, 'bench.db'))
  await store.write((tx) => addVocabulary(tx, world, vocabulary))
  const bar = progressBar('{bar} {value}/{total}')
  bar?.start(articles * 5, 0)
  const tick = () => bar?.increment()

  const texts = Array.from({ length: articles }, (_, index) => newDocument(index))
  const bytes = texts.map((text) => Buffer.from(JSON.stringify(text)))
  const bare = await measureBare(join(folder, 'bare.db'), bytes, tick)
  const ids: string[] = []
  const drafted = await measure(texts, editors, tick, async (text, index) => {
    ids[index] = await store.write((tx) => create(tx, world, text))
  })
  const published = await measure(ids, editors, tick, async (id) => {
    await store.write((tx) => publishDraft(tx, world, id))
  })
  const imported = await measure(texts, editors, tick, async (text) => {
    await store.write((tx) => createAndPublish(tx, world, text))
  })
  const again = await measure(ids, editors, tick, async (id, index) => {
    await store.write((tx) => changeAndPublish(tx, world, id, (before) => correct(before, index)))
  })
  bar?.stop()
  await store.close()
  const report = {
    node: process.version,
    articles,
    editors,
    pairs: PAIRS,
    bytes: Math.round(bytes.reduce((sum, { length }) => sum + length, 0) / bytes.length),
    rows: comparedWith(bare, {
      'publish a draft': published,
      'change and publish': again,
      'create and publish': imported,
      'create a draft': drafted,
      'bare transaction': bare,
    }),
    rss_mb: process.memoryUsage.rss() / 1e6,
  }
  process.stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : table(report))
}

/** A correction of one answer. */
function correct(document: ArticleDocument, index: number): ArticleDocument {
  const qa = document.qa.map((pair) => {
    return pair.number === 1 + (index % PAIRS) ? { ...pair, answer: `${pair.answer} Corrected.` } : pair
  })
  return { ...document, qa }
}

/** The same bytes in a table of one column, each in a transaction that is on the disk when it ends. */
async function measureBare(path: string, bytes: Buffer[], tick: () => void): Promise<Figures> {
  const db = new Sqlite(path)
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = FULL')
  db.exec('CREATE TABLE bare (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL)')
  const insert = db.prepare('INSERT INTO bare (bytes) VALUES (?)')
  const figures = await measure(bytes, 1, tick, (some) => {
    insert.run(some)
    return Promise.resolve()
  })
  db.close()
  return figures
}

async function measure<T>(
  items: T[],
  editors: number,
  tick: () => void,
  work: (item: T, index: number) => Promise<void>,
): Promise<Figures> {
  const waits_ms: number[] = []
  const warmUp = Math.floor(items.length * WARM_UP_SHARE)
  const left = items.entries()
  let [cpuBefore, before_ms] = [process.cpuUsage(), performance.now()]
  const edit = async () => {
    for (const [index, item] of left) {
      if (index === warmUp) [cpuBefore, before_ms] = [process.cpuUsage(), performance.now()]
      const startedAt_ms = performance.now()
      await work(item, index)
      if (index >= warmUp) waits_ms.push(performance.now() - startedAt_ms)
      tick()
    }
  }
  await Promise.all(Array.from({ length: editors }, edit))
  const elapsed_ms = performance.now() - before_ms
  const cpu = process.cpuUsage(cpuBefore)
  const inOrder = sorted(waits_ms)
  return {
    perS: (inOrder.length * 1000) / elapsed_ms,
    p50_ms: quantileOf(inOrder, 0.5),
    p99_ms: quantileOf(inOrder, 0.99),
    cpu_ms: (cpu.user + cpu.system) / 1000 / inOrder.length,
  }
}

/** An interview with ten pairs, of the words of the seed, always the same for the same number. */
function newDocument(number: number): NewDocument {
  const random = randomFrom(number + 1)
  const pick = <T>(items: T[]): T[] => items.slice(Math.floor(random() * items.length)).slice(0, 1)
  const text = (length: number) => Array.from({ length }, () => pick(words)).join(' ')
  const topics = [...pick(vocabulary), ...pick(vocabulary)].map(({ slug, name }: VocabularyTopic) => {
    return { slug, name }
  })
  const guest = `Guest Number ${Math.floor(random() * PEOPLE)}`
  const host = `Host Number ${Math.floor(random() * 10)}`
  const qa = Array.from({ length: PAIRS }, () => ({
    question: `${text(QUESTION_WORDS)}?`,
    answer: Array.from({ length: ANSWER_PARAGRAPHS }, () => `${text(PARAGRAPH_WORDS)} *${text(2)}*.`).join(
      '\n\n',
    ),
    ...{ askedBy: host, answeredBy: [guest], mentions: [], topics },
  }))
  return {
    ...{ title: `${text(6)} ${number}`, dek: text(20), kind: 'interview', language: 'en' },
    ...{ publishedAt: null, intro: text(PARAGRAPH_WORDS), note: null, topics, qa },
    people: [
      { name: guest, role: 'interviewee', title: 'Guest of the house' },
      { name: host, role: 'interviewer', title: null },
    ],
    source: { name: 'Bench', url: `https://bench.example/${number}`, language: null },
  }
}

interface Row extends Figures {
  ofBare: number
}

function comparedWith(bare: Figures, rows: Record<string, Figures>): Record<string, Row> {
  const compared = Object.entries(rows).map(([name, figures]) => {
    return [name, { ...figures, ofBare: figures.perS / bare.perS }] as const
  })
  return Object.fromEntries(compared)
}

interface Report {
  node: string
  articles: number
  editors: number
  pairs: number
  bytes: number
  rows: Record<string, Row>
  rss_mb: number
}

function table({ node, articles, editors, pairs, bytes, rows, rss_mb }: Report): string {
  const line = (name: string, cells: string[]) =>
    name.padEnd(24) + cells.map((cell) => cell.padStart(9)).join('')
  const figuresOf = ({ perS, p50_ms, p99_ms, cpu_ms, ofBare }: Row) => [
    perS.toFixed(0),
    ...[p50_ms, p99_ms, cpu_ms, ofBare].map((figure) => figure.toFixed(2)),
  ]
  return [
    line('', ['per s', 'p50 ms', 'p99 ms', 'CPU ms', 'of bare']),
    ...Object.entries(rows).map(([name, figures]) => line(name, figuresOf(figures))),
    '',
    `${articles} articles of ${pairs} pairs and ${bytes} bytes, each durable when it is done; editors at once: ${editors}`,
    `${rss_mb.toFixed(0)} MB resident at the end; node ${node}`,
    '',
  ].join('\n')
}
