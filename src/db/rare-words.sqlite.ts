import { eq, sql } from 'drizzle-orm'
import { keepQuery } from './keep-query.ts'
import { cutUnspaced, parseSearchQuery } from './search-query.ts'
import type { Db } from './store.ts'
import { qaPairs, searchTexts } from './tables.ts'

/** Of a text so many words are looked at, the longest. */
const WORDS_MAX = 8
/** A word that so many texts have says nothing of what they are about. */
const COMMON_TEXTS = 1_000
/** Of the rest those that the fewest have. */
const RARE_WORDS_MAX = 4
const NO_WORD = /[^\p{L}\p{N}]+/gu

export interface SharedWord {
  /** How many texts have the word. */
  texts: number
  /** Pairs that have it, the newest in the index first. */
  pairs: { id: string; articleId: string; publishedAt: string }[]
}

const countFew = keepQuery((db) =>
  db
    .select({ texts: sql<number>`count(*)` })
    .from(
      sql`(select 1 from search_index where search_index match ${sql.placeholder('match')} limit ${COMMON_TEXTS})`,
    )
    .prepare(),
)
const latestPairs = keepQuery((db, limit: number) =>
  db
    .select({ id: qaPairs.id, articleId: qaPairs.articleId, publishedAt: qaPairs.publishedAt })
    .from(sql`search_index`)
    .innerJoin(searchTexts, sql`${searchTexts.key} = search_index.rowid`)
    .innerJoin(qaPairs, eq(qaPairs.id, searchTexts.id))
    .where(sql`search_index match ${sql.placeholder('match')}`)
    .orderBy(sql`search_index.rowid desc`)
    .limit(limit)
    .prepare(),
)

/** The pairs with which a text has rare words in common, so many for each word; the rarest first. */
export async function findByRareWords(db: Db, text: string, limit: number): Promise<SharedWord[]> {
  const rare: { match: string; texts: number }[] = []
  for (const match of longestWords(text)) {
    const [found] = await countFew(db).execute({ match })
    if (found && found.texts < COMMON_TEXTS) rare.push({ match, texts: found.texts })
  }
  const shared: SharedWord[] = []
  for (const { match, texts } of rare.sort((a, b) => a.texts - b.texts).slice(0, RARE_WORDS_MAX))
    shared.push({ texts, pairs: await latestPairs(db, limit).execute({ match }) })
  return shared
}

function longestWords(text: string): string[] {
  // As a question, for its function words.
  const { terms } = parseSearchQuery(`${text.replace(NO_WORD, ' ')}?`)
  const words = [...new Set(terms.map((term) => cutUnspaced(term.words).replaceAll('"', ' ')))]
  return words
    .sort((a, b) => b.length - a.length)
    .slice(0, WORDS_MAX)
    .map((word) => `"${word}"`)
}
