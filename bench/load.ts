import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sql } from 'drizzle-orm'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import { TypeID } from 'typeid-js'
import { z } from 'zod'
import { openSqliteStore } from '../src/db/store.sqlite.ts'
import type { Db, Store } from '../src/db/store.ts'
import { type World, world } from '../src/deps.ts'
import { addVocabulary } from '../src/topics/resolve.ts'
import { GENERATOR_VERSION, newArticle, PAIRS_OF_ARTICLE, topics } from './archive.ts'
import { progressBar } from './progress-bar.ts'
import { createAndPublish } from './publish-article.ts'
import { randomFrom } from './random.ts'

/** So many articles are loaded in one transaction. */
const ARTICLES_OF_TRANSACTION = 250
/** What a load may take of the memory, and how much is written before the connection itself brings it into the file. */
const CACHE_KIB = 1_000_000
const WAL_PAGES = 64_000

export const Loaded = z.object({
  articles: z.int(),
  pairs: z.int(),
  /** When the load began, how long it took, and what the index took of that to be made one piece at the end. */
  at: z.string(),
  load_s: z.number(),
  optimize_s: z.number(),
  articlesPerS: z.number(),
  file_mb: z.number(),
})
export type Loaded = z.infer<typeof Loaded>

export interface Archive {
  folder: string
  databasePath: string
  loaded: Loaded
}

/** The folder that archives and their results are kept in, for these tables and this generator. */
export function keptIn(dir: string): string {
  const migrations = fileURLToPath(new URL('../migrations', import.meta.url))
  const schema = readMigrationFiles({ migrationsFolder: migrations }).at(-1)?.hash.slice(0, 8) ?? ''
  return join(dir, 'colloquy-bench', `v${GENERATOR_VERSION}-${schema}`)
}

/** The archive of so many articles, made where it is not there yet, or again where it is to be `fresh`. */
export async function openArchive(dir: string, articles: number, fresh: boolean): Promise<Archive> {
  const folder = join(keptIn(dir), String(articles))
  const databasePath = join(folder, 'archive.db')
  // Written last: what is there without it was not finished.
  const receipt = join(folder, 'loaded.json')
  if (fresh || !existsSync(receipt)) {
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder, { recursive: true })
    const loaded = await load(databasePath, articles)
    writeFileSync(receipt, JSON.stringify(loaded))
  }
  return { folder, databasePath, loaded: Loaded.parse(JSON.parse(readFileSync(receipt, 'utf8'))) }
}

/** Publishes every article as an editor's request does, but many in one transaction. */
async function load(databasePath: string, articles: number): Promise<Loaded> {
  const at = world.now()
  const bar = progressBar(
    `loading ${articles} articles {bar} {value}/{total}, {rate}/s, {eta_formatted} left`,
  )
  bar?.start(articles, 0, { rate: '–' })
  const store = openSqliteStore(databasePath)
  const clock = worldOfLoad()
  const startedAt_ms = performance.now()
  await store.write((tx) => prepare(tx, clock.world))
  for (let from = 0; from < articles; from += ARTICLES_OF_TRANSACTION) {
    const to = Math.min(articles, from + ARTICLES_OF_TRANSACTION)
    await store.write(async (tx) => {
      for (let number = from; number < to; number += 1) await publishNew(tx, clock, number, articles)
    })
    const rate = (to * 1000) / (performance.now() - startedAt_ms)
    bar?.update(to, { rate: rate.toFixed(0) })
  }
  const optimize_s = await optimizeSearch(store)
  await store.close()
  bar?.stop()
  const load_s = (performance.now() - startedAt_ms) / 1000
  return {
    ...{ articles, pairs: articles * PAIRS_OF_ARTICLE, at: at.toISOString(), load_s, optimize_s },
    ...{ articlesPerS: articles / load_s, file_mb: statSync(databasePath).size / 1e6 },
  }
}

// The connection holds more in memory and goes to the file less often than the service's: the rows are the same.
async function prepare(tx: Db, world: World): Promise<void> {
  await tx.run(sql.raw(`pragma cache_size = -${CACHE_KIB}`))
  await tx.all(sql.raw(`pragma wal_autocheckpoint = ${WAL_PAGES}`))
  await addVocabulary(tx, world, topics)
}

async function publishNew(tx: Db, clock: LoadClock, number: number, articles: number): Promise<void> {
  const article = newArticle(number, articles)
  clock.set(article.publishedAt)
  await createAndPublish(tx, clock.world, article)
}

/** Makes one piece of the search index, as it is after years of merging; gives the seconds. */
async function optimizeSearch(store: Store): Promise<number> {
  const startedAt_ms = performance.now()
  await store.write(async (tx) => {
    await tx.run(sql`insert into search_index (search_index) values ('optimize')`)
  })
  return (performance.now() - startedAt_ms) / 1000
}

interface LoadClock {
  world: World
  set: (time: string) => void
}

/** Each article is made when it was published, and its ids are those of that time: the same at each load. */
function worldOfLoad(): LoadClock {
  const random = randomFrom(5)
  let now = new Date(0)
  const newId: World['newId'] = (prefix) => {
    const bytes = Buffer.alloc(16)
    for (let at = 6; at < bytes.length; at += 1) bytes[at] = random() * 256
    bytes.writeUIntBE(now.getTime(), 0, 6)
    // Version 7 and variant 10 of RFC 9562.
    bytes.writeUInt8(0x70 | (bytes.readUInt8(6) & 0x0f), 6)
    bytes.writeUInt8(0x80 | (bytes.readUInt8(8) & 0x3f), 8)
    return TypeID.fromUUIDBytes(prefix, bytes).toString()
  }
  return {
    world: { ...world, now: () => now, newId },
    set: (time) => {
      now = new Date(time)
    },
  }
}
