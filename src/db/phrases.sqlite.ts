import { eq, sql } from 'drizzle-orm'
import { keepQuery } from './keep-query.ts'
import { cutUnspaced } from './search-query.ts'
import type { Db } from './store.ts'
import { qaPairs, searchTexts } from './tables.ts'

const NO_WORD = /[^\p{L}\p{N}]+/gu

const pairsWithPhrase = keepQuery((db) =>
  db
    .select({ id: qaPairs.id })
    .from(sql`search_index`)
    .innerJoin(searchTexts, sql`${searchTexts.key} = search_index.rowid`)
    .innerJoin(qaPairs, eq(qaPairs.id, searchTexts.id))
    .where(sql`search_index match ${sql.placeholder('match')}`)
    .orderBy(sql`search_index.rowid desc`)
    .limit(sql.placeholder('limit'))
    .prepare(),
)

/** Published pairs in whose question or answer these words follow one another, so many at most, the latest first. */
export async function findByPhrase(db: Db, words: string[], limit: number): Promise<string[]> {
  const phrase = cutUnspaced(words.join(' ').replace(NO_WORD, ' ')).replaceAll('"', ' ')
  const rows = await pairsWithPhrase(db).execute({ match: `{head body} : "${phrase}"`, limit })
  return rows.map(({ id }) => id)
}
