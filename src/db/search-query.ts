import { eng } from 'stopword'
import { sortKey } from './sort-key.ts'

/** Most terms that are looked up; the rest of a very long question adds nothing. */
const TERMS_MAX = 16

export interface Term {
  words: string
  prefix: boolean
}

/** What a reader typed, understood. No terms of either kind: there is nothing to look for. */
export interface SearchQuery {
  terms: Term[]
  excluded: Term[]
  /** Every term must occur; else (a question in natural language) one is enough, and more rank higher. */
  all: boolean
}

const OPENERS = new Set(
  'who whom whose what when where why how which is are was were do does did can could should would will has have'.split(
    ' ',
  ),
)
const FUNCTION_WORDS = new Set([
  ...eng,
  ...OPENERS,
  'not',
  'no',
  'against',
  'there',
  'its',
  'any',
  'instead',
  'so',
])

/** Scripts that put no spaces between words; Korean too, whose particles cling to the word. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/gu
const BREAK = '\u200b'

/**
 * Text as it is indexed: each character of an unspaced script stands alone, so that a phrase of them finds
 * any run of them, one character or twenty. `joinUnspaced` undoes it.
 */
export function cutUnspaced(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, ' ')
    .replace(UNSPACED, `${BREAK}$&${BREAK}`)
}

/** Text as it was before `cutUnspaced`. */
export function joinUnspaced(text: string): string {
  return text.replaceAll(BREAK, '')
}

/** Reads any text as a query; nothing is a syntax error. */
export function parseSearchQuery(q: string): SearchQuery {
  const query: SearchQuery = { terms: [], excluded: [], all: !isQuestion(q) }
  const plain: Term[] = []
  for (const [token, minus, phrase] of q.matchAll(/(-?)"([^"]*)"?|\S+/gu)) {
    if (phrase !== undefined) (minus ? query.excluded : query.terms).push(...termsOf(phrase, false))
    else if (token.startsWith('-')) query.excluded.push(...termsOf(token, false))
    else plain.push(...termsOf(token, !query.all))
  }
  const content = plain.filter(({ words }) => !FUNCTION_WORDS.has(sortKey(words)))
  // "to be or not to be": where nothing else was asked, function words are what is meant.
  query.terms.push(...(content.length + query.terms.length > 0 ? content : plain))
  query.terms = query.terms.slice(0, TERMS_MAX)
  query.excluded = query.excluded.slice(0, TERMS_MAX)
  return query
}

function isQuestion(q: string): boolean {
  const [first = '', ...rest] = sortKey(q).split(' ')
  return /[?？]\s*$/u.test(q) || (rest.length > 1 && OPENERS.has(first) && !q.includes('"'))
}

/** `inQuestion` cuts a long unspaced run in overlapping twos: it is a sentence, not a name. */
function termsOf(token: string, inQuestion: boolean): Term[] {
  const words = token.replace(/['’]s$/iu, '')
  if (!/[\p{L}\p{N}]/u.test(words)) return []
  const run = words.match(UNSPACED) ?? []
  if (inQuestion && run.length > 4)
    return run
      .slice(1)
      .map((character, index) => ({ words: `${run[index] ?? ''}${character}`, prefix: false }))
  return [{ words, prefix: token.endsWith('*') }]
}
