// How well search answers questions in a reader's own words: each of `questions.json` names the pair that answers it, in
// the texts of seed/ and tests/imports/corpus/. `npm run bench:search -- --help` has the flags.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { readConfig } from '../src/config.ts'
import { openSqliteStore } from '../src/db/store.sqlite.ts'
import { type Deps, world } from '../src/deps.ts'
import { importText } from '../src/imports/import-text.ts'
import { contentTypeOfFile } from '../src/imports/media-type.ts'
import { seed } from '../src/imports/seed.ts'
import { listQa } from '../src/qa/queries.ts'

const HELP = `npm run bench:search -- [--json]

  --json  print the figures and what was missed as JSON
`
/** A pair further down is not found. */
const HITS = 10
const EXPECTATION_FILE = 'expected.json'

const corpus = new URL('../tests/imports/corpus/', import.meta.url).pathname
/** Several `numbers`: each of these pairs answers the question. */
const Question = z.strictObject({ q: z.string(), article: z.string(), numbers: z.array(z.int()).min(1) })
type Question = z.infer<typeof Question>
const Hit = z.object({ number: z.int(), article: z.object({ slug: z.string() }) })

interface Answer extends Question {
  /** Place of the first pair that answers, from 1; 0 where there is none among the hits. */
  place: number
  hits: string[]
}

await run()

async function run(): Promise<void> {
  const { values } = parseArgs({
    options: {
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) {
    process.stdout.write(HELP)
    return
  }
  const folder = mkdtempSync(join(tmpdir(), 'colloquy-search-'))
  const store = openSqliteStore(join(folder, 'bench.db'))
  try {
    const deps: Deps = { ...world, store, config: readConfig({}) }
    await seed(deps)
    await importCorpus(deps)
    const answers: Answer[] = []
    for (const question of readQuestions()) answers.push(await ask(deps, question))
    report(answers, values.json)
  } finally {
    await store.close()
    rmSync(folder, { recursive: true })
  }
}

async function importCorpus(deps: Deps): Promise<void> {
  for (const name of readdirSync(corpus).sort())
    for (const fileName of readdirSync(join(corpus, name))) {
      const contentType = contentTypeOfFile(fileName)
      if (fileName === EXPECTATION_FILE || contentType === undefined) continue
      const bytes = readFileSync(join(corpus, name, fileName))
      await importText(deps, { bytes, contentType, fileName, dryRun: false, publish: true, author: 'bench' })
    }
}

function readQuestions(): Question[] {
  return z.array(Question).parse(JSON.parse(readFileSync(new URL('questions.json', import.meta.url), 'utf8')))
}

async function ask({ store }: Deps, question: Question): Promise<Answer> {
  const { q, article, numbers } = question
  const page = await listQa(store.read, { q }, '-relevance', { limit: HITS, after: undefined, count: false })
  const hits = page.rows.map(({ pair }) => Hit.parse(JSON.parse(pair)))
  const isAnswer = (hit: z.infer<typeof Hit>) => hit.article.slug === article && numbers.includes(hit.number)
  return {
    ...question,
    place: hits.findIndex(isAnswer) + 1,
    hits: hits.map(({ number, article: { slug } }) => `${slug} ${number}`),
  }
}

function report(answers: Answer[], asJson: boolean): void {
  const mean = (value: (answer: Answer) => number) =>
    answers.reduce((sum, answer) => sum + value(answer), 0) / answers.length
  const mrrAt10 = mean(({ place }) => (place > 0 ? 1 / place : 0))
  const recallAt10 = mean(({ place }) => (place > 0 ? 1 : 0))
  const notFirst = answers.filter(({ place }) => place !== 1)
  if (asJson) {
    const figures = { questions: answers.length, mrrAt10, recallAt10, notFirst }
    process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`)
    return
  }
  for (const { place, q, article, numbers, hits } of notFirst)
    process.stdout.write(
      `${place > 0 ? `at ${place}` : 'missed'}: ${q}\n  asked for ${article} ${numbers.join(' or ')}, first was ${hits[0] ?? 'nothing'}\n`,
    )
  process.stdout.write(
    `${answers.length} questions: MRR@10 ${mrrAt10.toFixed(3)}, recall@10 ${recallAt10.toFixed(3)}\n`,
  )
}
