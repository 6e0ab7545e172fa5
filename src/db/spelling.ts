import { sql } from 'drizzle-orm'
import { expressionOf } from './search-expression.ts'
import type { Term } from './search-query.ts'
import { sortKey } from './sort-key.ts'
import type { Db } from './store.ts'

const LETTERS = 'a b c d e f g h i j k l m n o p q r s t u v w x y z'.split(' ')
const WORD_CHARS_MIN = 4
const WORD_CHARS_MAX = 20
/** A word this long is also taken without its ending. */
const STEM_CHARS_MIN = 6
/** Of two readings, the one that is in more texts is meant; beyond this many they are alike. */
const COUNTED_MAX = 200

/**
 * What may be meant by a word that is in no text: its beginning of longer words, one letter more, less, other or in
 * another place (Damerau), two words, or other endings; undefined where that is in no text either.
 */
export async function respell(db: Db, { words, prefix }: Term): Promise<Term | undefined> {
  const word = sortKey(words).replaceAll(' ', '')
  if (prefix || !/^[\p{Script=Latin}]+$/u.test(word)) return undefined
  if (word.length < WORD_CHARS_MIN || word.length > WORD_CHARS_MAX) return undefined
  const plain = (list: string[]) => list.map((text): Term => ({ words: text, prefix: false }))
  const begun = (text: string): Term[] =>
    text.length < WORD_CHARS_MIN ? [] : [{ words: text, prefix: true }]
  return (
    (await mostFound(db, begun(word))) ??
    (await mostFound(db, plain([...editsOf(word), ...splitsOf(word)]))) ??
    (word.length < STEM_CHARS_MIN ? undefined : await mostFound(db, begun(word.slice(0, -2))))
  )
}

async function mostFound(db: Db, readings: Term[]): Promise<Term | undefined> {
  const matches = JSON.stringify(readings.map(expressionOf))
  const [best] = await db.all<{ key: number; texts: number }>(sql`select key,
    (select count(*) from (select 1 from search_index where search_index match value limit ${COUNTED_MAX})) as texts
    from json_each(${matches}) order by texts desc, key limit 1`)
  return best && best.texts > 0 ? readings[best.key] : undefined
}

function editsOf(word: string): string[] {
  const places = Array.from({ length: word.length + 1 }, (_, index) => index)
  const edits = places.flatMap((at) => {
    const [before, after] = [word.slice(0, at), word.slice(at)]
    const swapped = (after[1] ?? '') + (after[0] ?? '') + after.slice(2)
    return [
      before + after.slice(1),
      before + swapped,
      ...LETTERS.flatMap((letter) => [before + letter + after, before + letter + after.slice(1)]),
    ]
  })
  return [...new Set(edits)]
}

function splitsOf(word: string): string[] {
  return Array.from({ length: word.length - 3 }, (_, index) => {
    return `${word.slice(0, index + 2)} ${word.slice(index + 2)}`
  })
}
