import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { keepQuery } from './keep-query.ts'
import {
  ALL_WORDS,
  BODY_WORDS,
  type CountedTerm,
  enoughAlone,
  expressionOf,
  HEAD_WORDS,
  leadingTerms,
  nearby,
  OWN_WORDS,
  type Ranking,
  within,
} from './search-expression.ts'
import { hasSeveralWords, type Term } from './search-query.ts'
import type { Db } from './store.ts'

/** A text, and how well it answers: higher is better. */
export interface Scored {
  key: number
  score: number
}

/** Terms that are in more texts than this are counted by how close together these are. */
export const COUNTED_MAX = 500
/** A word that more texts have adds nothing to the score of those that rarer ones found: to look for it takes longer than all else. */
const SCORED_TEXTS_MAX = 20_000
/** So many hits are asked for one by one: that takes no longer than to go through all between them. */
const FEW_HITS = 6
/** A word in a question or title adds so many times what it adds in an answer or text. */
const HEAD_FACTOR = 2
const Keys = z.array(z.int())

// The driver gives SQLite every number as a real one, and FTS5 heeds no bound of a rowid that is.
const wholeNumber = (name: string) => sql`cast(${sql.placeholder(name)} as integer)`
/** Rows of the index from the key `bottom` to `top`, both with them: values of the prepared query. */
export const isInRange = sql`rowid between ${wholeNumber('bottom')} and ${wholeNumber('top')}`

// Keys come as one JSON array: Drizzle takes longer to make so many rows than SQLite to find them.
/** The keys of the latest texts that match, up to `top`, so many, the latest first. */
export const latestKeys = keepQuery((db) =>
  db
    .select({ keys: sql`json_group_array(key)`.mapWith(readKeys) })
    .from(
      sql`(select rowid as key from search_index where search_index match ${sql.placeholder('match')}
        and rowid <= ${wholeNumber('top')} order by rowid desc limit ${sql.placeholder('limit')})`,
    )
    .prepare(),
)
const keysBetween = keepQuery((db) =>
  db
    .select({ keys: sql`json_group_array(key)`.mapWith(readKeys) })
    .from(
      sql`(select rowid as key from search_index where search_index match ${sql.placeholder('match')}
        and ${isInRange})`,
    )
    .prepare(),
)

function readKeys(json: string): number[] {
  return Keys.parse(JSON.parse(json))
}

/** The score of each of the hits at these keys. */
// A score depends on the text itself and on what the first page found, and on nothing that a write elsewhere changes
// between two pages: a cursor into a ranked list loses and repeats nothing. The index is asked for one thing at a time,
// and they are summed up here: one statement for all is longer to build and to prepare than to run.
export async function score(db: Db, ranking: Ranking, match: string, keys: number[]): Promise<Scored[]> {
  const { mode, terms, texts } = ranking
  const everywhere = terms.reduce((sum, term) => sum + weightOf(term, texts), 0)
  const scores = new Map(keys.map((key) => [key, mode === 'all' ? everywhere : 0]))
  // What few texts have, or may have, is looked up as it is; of what many have, only what the hits have.
  const hitting = new Set(enoughAlone(ranking, match))
  const isFewTexts = (term: CountedTerm) => term.texts < COUNTED_MAX || hitting.has(term)
  const find = async (among: number[], expression: string, term: CountedTerm) => {
    const isFew = among.length <= FEW_HITS
    const asked = isFew || isFewTexts(term) ? expression : `${expression} AND (${match})`
    const ranges = isFew ? among.map((key) => [key, key]) : [[Math.min(...among), Math.max(...among)]]
    const found: number[] = []
    for (const [bottom, top] of ranges) {
      const [row] = await keysBetween(db).execute({ match: asked, bottom, top })
      found.push(...(row?.keys ?? []).filter((key) => scores.has(key)))
    }
    return found
  }
  const add = (found: number[], weight: number) => {
    for (const key of found) scores.set(key, (scores.get(key) ?? 0) + weight)
  }
  const leading = leadingTerms(ranking)
  let before: CountedTerm | undefined
  for (const term of terms) {
    if (term.texts > SCORED_TEXTS_MAX && !leading.includes(term)) continue
    const weight = weightOf(term, texts)
    const findIn = (among: number[], columns: string) =>
      find(among, within(columns, expressionOf(term)), term)
    const having = mode === 'all' ? keys : await findIn(keys, ALL_WORDS)
    if (mode === 'any') add(having, weight)
    if (isFewTexts(term) || leading.includes(term)) add(await findIn(having, BODY_WORDS), weight)
    add(await findIn(having, HEAD_WORDS), HEAD_FACTOR * weight)
    // Of a question's words it says nothing that they stand together (`npm run bench:search`), and takes long to find.
    if (mode === 'all' && before && isPlain(before) && isPlain(term)) {
      const [rarer, other] = term.texts < before.texts ? [term, before] : [before, term]
      const together = within(OWN_WORDS, nearby([before, term]))
      add(await find(keys, together, rarer), weightOf(other, texts))
    }
    before = term
  }
  return Array.from(scores, ([key, score]) => ({ key, score }))
}

function isPlain({ prefix, words }: Term): boolean {
  return !prefix && !hasSeveralWords(words)
}

/** Inverse document frequency in hundredths, 1 or more. */
export function weightOf(term: CountedTerm, texts: number): number {
  return 1 + Math.round(100 * Math.log(1 + texts / (term.texts + 1)))
}
