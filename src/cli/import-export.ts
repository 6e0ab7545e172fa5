import { isUtf8 } from 'node:buffer'
import { createReadStream, existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { z } from 'zod'
import type { OnProgress } from '../db/backup.ts'
import { reserveNumbers } from '../db/resource-numbers.ts'
import type { Deps } from '../deps.ts'
import {
  ARTICLES_FOLDER,
  CorrectionLine,
  CORRECTIONS_FILE,
  NumberLine,
  NUMBERS_FILE,
  PEOPLE_FILE,
  PersonLine,
  PUBLISHED_FOLDER,
  TopicLine,
  TOPICS_FILE,
} from '../exports/contract.ts'
import {
  importArticle,
  type ImportedFile,
  type PairOwners,
  readPairOwners,
} from '../exports/import-article.ts'
import { importCorrections } from '../exports/import-corrections.ts'
import { importMergedPeople, importPeople } from '../exports/import-people.ts'
import { importTopics } from '../exports/import-topics.ts'
import { readArticle, type ReadArticle } from '../exports/read-article.ts'
import { Problem } from '../problem.ts'
import { onFile } from './on-file.ts'
import { Failure } from './output.ts'

/** So many lines are read, and written, at once. */
const LINES_PER_WRITE = 500

/** What became of one file of an export. */
export type FileOutcome = { file: string } & (ImportedFile | { problem: Problem })

/**
 * Reads an export back: numbers, topics and people, then the articles, each in a transaction of its own, then the corrections.
 * Everything has the ids and names that it had, and
 * its number where nothing here has it. Articles that are there already are brought up to date; people and topics
 * that are there stay as they are. A broken article is told of and the others are imported; of a folder in which the
 * lines of another file are broken nothing is (`Failure`).
 */
export async function importExport(
  deps: Deps,
  folder: string,
  {
    author,
    onProgress,
    report,
  }: { author: string; onProgress: OnProgress; report: (outcome: FileOutcome) => void },
): Promise<void> {
  const { store } = deps
  await checkLines(folder, NUMBERS_FILE, NumberLine)
  await checkLines(folder, TOPICS_FILE, TopicLine)
  await checkLines(folder, PEOPLE_FILE, PersonLine)
  await checkLines(folder, CORRECTIONS_FILE, CorrectionLine)
  for await (const lines of readLines(folder, NUMBERS_FILE, NumberLine))
    await store.write((tx) => reserveNumbers(tx, lines))
  const topics: TopicLine[] = []
  for await (const lines of readLines(folder, TOPICS_FILE, TopicLine)) topics.push(...lines)
  await store.write((tx) => importTopics(tx, deps, topics))
  await importEverybody(deps, folder)
  const owners = await readPairOwners(store.read)
  const names = await listMarkdown(join(folder, ARTICLES_FOLDER))
  const fileOf = new Map<string, string>()
  for (const [index, name] of names.entries()) {
    report(await importFile(deps, folder, { name, author, owners, fileOf }))
    onProgress({ done: index + 1, all: names.length })
  }
  for await (const lines of readLines(folder, CORRECTIONS_FILE, CorrectionLine))
    await store.write((tx) => importCorrections(tx, deps, lines))
}

/** Those who were merged come last: whom they were merged into may stand behind them. */
async function importEverybody(deps: Deps, folder: string): Promise<void> {
  const { store } = deps
  for await (const lines of readLines(folder, PEOPLE_FILE, PersonLine)) {
    const somebody = lines.flatMap((line) => ('slug' in line ? [line] : []))
    await store.write((tx) => importPeople(tx, deps, somebody))
  }
  for await (const lines of readLines(folder, PEOPLE_FILE, PersonLine)) {
    const merged = lines.flatMap((line) => ('slug' in line ? [] : [line]))
    await store.write((tx) => importMergedPeople(tx, deps, merged))
  }
}

async function importFile(
  deps: Deps,
  folder: string,
  {
    name,
    author,
    owners,
    fileOf,
  }: { name: string; author: string; owners: PairOwners; fileOf: Map<string, string> },
): Promise<FileOutcome> {
  const file = join(folder, ARTICLES_FOLDER, name)
  const signature = { author, reason: `import of ${ARTICLES_FOLDER}/${name}` }
  try {
    const article = await readFileOf(file)
    const sameId = fileOf.get(article.id ?? '')
    if (sameId !== undefined)
      throw new Problem(
        'conflict',
        `It has the id of ${sameId}. Take \`id\` out to make another article of it.`,
      )
    if (article.id !== null) fileOf.set(article.id, name)
    const other = join(folder, PUBLISHED_FOLDER, name)
    const published = existsSync(other) ? await readFileOf(other) : undefined
    const imported = await deps.store.write((tx) =>
      importArticle(tx, deps, { article, published, owners }, signature),
    )
    return { file, ...imported }
  } catch (error) {
    if (error instanceof Problem) return { file, problem: error }
    throw error
  }
}

async function readFileOf(path: string): Promise<ReadArticle> {
  const bytes = await onFile(path, () => readFile(path))
  if (!isUtf8(bytes)) throw new Problem('unreadable_text', 'The file is not UTF-8: it is damaged.')
  return readArticle(bytes.toString())
}

async function listMarkdown(folder: string): Promise<string[]> {
  if (!existsSync(folder)) return []
  return (await readdir(folder)).filter((name) => name.endsWith('.md')).sort()
}

/** Looks at each line before the first of any file is written. `Failure` where one is broken. */
async function checkLines(folder: string, name: string, shape: z.ZodType): Promise<void> {
  const path = join(folder, name)
  if (existsSync(path) && !isUtf8(await onFile(path, () => readFile(path))))
    throw new Failure(`${path} is not UTF-8: it is damaged. Nothing was imported.`)
  const lines = readLines(folder, name, shape)
  while ((await lines.next()).done !== true);
}

/** Reads a file of one JSON object a line, if it is there, some lines at a time. `Failure` where one of them is broken. */
async function* readLines<T>(folder: string, name: string, shape: z.ZodType<T>): AsyncGenerator<T[]> {
  const path = join(folder, name)
  if (!existsSync(path)) return
  let number = 0
  let lines: T[] = []
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    number += 1
    if (line.trim() !== '') lines.push(parseLine(line, shape, `${path}, line ${number}`))
    if (lines.length < LINES_PER_WRITE) continue
    yield lines
    lines = []
  }
  yield lines
}

function parseLine<T>(line: string, shape: z.ZodType<T>, where: string): T {
  let data: unknown
  try {
    data = JSON.parse(line)
  } catch (error) {
    throw new Failure(`${where} is no JSON. Nothing was imported.`, { cause: error })
  }
  const { success, data: value, error } = shape.safeParse(data)
  if (success) return value
  const [issue] = error.issues
  throw new Failure(
    `${where} cannot be read: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}. Nothing was imported.`,
  )
}
