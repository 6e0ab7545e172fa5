import { createReadStream, existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { z } from 'zod'
import type { OnProgress } from '../db/backup.ts'
import type { Deps } from '../deps.ts'
import {
  ARTICLES_FOLDER,
  CorrectionLine,
  CORRECTIONS_FILE,
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
import { importPeople } from '../exports/import-people.ts'
import { importTopics } from '../exports/import-topics.ts'
import { readArticle, type ReadArticle } from '../exports/read-article.ts'
import { Problem } from '../problem.ts'
import { Failure } from './output.ts'

const LINES_PER_WRITE = 500

/** What became of one file of an export. */
export type FileOutcome = { file: string } & (ImportedFile | { problem: Problem })

/**
 * Reads an export back: topics and people, then the articles, each in a transaction of its own, then the corrections.
 * Everything has the ids and names that it had; what is there already is brought up to date. A broken article is told of
 * and the others are imported.
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
  const topics = await readLines(join(folder, TOPICS_FILE), TopicLine, Infinity, () => Promise.resolve())
  await store.write((tx) => importTopics(tx, deps, topics))
  await readLines(join(folder, PEOPLE_FILE), PersonLine, LINES_PER_WRITE, async (lines) => {
    await store.write((tx) => importPeople(tx, deps, lines))
  })
  const owners = await readPairOwners(store.read)
  const names = await listMarkdown(join(folder, ARTICLES_FOLDER))
  for (const [index, name] of names.entries()) {
    report(await importFile(deps, folder, { name, author, owners }))
    onProgress({ done: index + 1, all: names.length })
  }
  await readLines(join(folder, CORRECTIONS_FILE), CorrectionLine, LINES_PER_WRITE, async (lines) => {
    await store.write((tx) => importCorrections(tx, lines))
  })
}

async function importFile(
  deps: Deps,
  folder: string,
  { name, author, owners }: { name: string; author: string; owners: PairOwners },
): Promise<FileOutcome> {
  const file = join(folder, ARTICLES_FOLDER, name)
  const signature = { author, reason: `import of ${ARTICLES_FOLDER}/${name}` }
  try {
    const article = await readFileOf(file)
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
  return readArticle(await readFile(path, 'utf8'))
}

async function listMarkdown(folder: string): Promise<string[]> {
  if (!existsSync(folder)) return []
  return (await readdir(folder)).filter((name) => name.endsWith('.md')).sort()
}

/** Reads a file of one JSON object a line, if it is there, so many lines at a time; gives the last of them. */
async function readLines<T>(
  path: string,
  shape: z.ZodType<T>,
  atATime: number,
  work: (lines: T[]) => Promise<void>,
): Promise<T[]> {
  let lines: T[] = []
  if (!existsSync(path)) return lines
  let number = 0
  for await (const line of createInterface({ input: createReadStream(path, 'utf8'), crlfDelay: Infinity })) {
    number += 1
    if (line.trim() !== '') lines.push(parseLine(line, shape, `${path}, line ${number}`))
    if (lines.length < atATime) continue
    await work(lines)
    lines = []
  }
  await work(lines)
  return lines
}

function parseLine<T>(line: string, shape: z.ZodType<T>, where: string): T {
  let data: unknown
  try {
    data = JSON.parse(line)
  } catch (error) {
    throw new Failure(`${where} is no JSON.`, { cause: error })
  }
  const { success, data: value, error } = shape.safeParse(data)
  if (success) return value
  const [issue] = error.issues
  throw new Failure(`${where} cannot be read: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}.`)
}
