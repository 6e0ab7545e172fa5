import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { articles, topics } from '../db/tables.ts'
import type { Deps } from '../deps.ts'
import { packageFolder } from '../package-folder.ts'
import { addVocabulary } from '../topics/resolve.ts'
import { Vocabulary } from '../topics/vocabulary.ts'
import type { ImportResult } from './contract.ts'
import { importText } from './import-text.ts'
import { contentTypeOfFile } from './media-type.ts'

const seedFolder = join(packageFolder, 'seed')
const VOCABULARY_FILE = 'topics.json'

/** Adds the starter vocabulary to a database that has no topics. */
export async function seedVocabulary(deps: Deps): Promise<void> {
  const known = await deps.store.read.select({ id: topics.id }).from(topics).limit(1)
  if (known.length > 0) return
  const vocabulary = Vocabulary.parse(JSON.parse(await readFile(join(seedFolder, VOCABULARY_FILE), 'utf8')))
  await deps.store.write((tx) => addVocabulary(tx, deps, vocabulary))
}

/** Imports and publishes every text of `seed/`, as any text is imported; those that are there are `unchanged`. */
export async function seed(deps: Deps): Promise<ImportResult[]> {
  await seedVocabulary(deps)
  const results: ImportResult[] = []
  for (const fileName of (await readdir(seedFolder)).sort()) {
    const contentType = contentTypeOfFile(fileName)
    if (contentType === undefined || fileName === VOCABULARY_FILE) continue
    const bytes = await readFile(join(seedFolder, fileName))
    results.push(
      await importText(deps, { bytes, contentType, fileName, dryRun: false, publish: true, author: 'seed' }),
    )
  }
  return results
}

/** Seeds a database without articles, unless SEED is off. Gives what was imported. */
export async function seedEmpty(deps: Deps): Promise<ImportResult[]> {
  if (deps.config.seed === 'off') return []
  const known = await deps.store.read.select({ id: articles.id }).from(articles).limit(1)
  return known.length > 0 ? [] : seed(deps)
}
