import { deu, eng, fra, ita, por, spa, zho } from 'stopword'
import { sortKey } from './sort-key.ts'

/** Most terms that are looked up; the rest of a very long question adds nothing. */
export const TERMS_MAX = 16

/** Of what is shorter, too much of the index would have to be read: it is a word, asterisk or not. */
const PREFIX_CHARS_MIN = 3

export interface Term {
  words: string
  prefix: boolean
  /** It was in quotation marks, and no other word is meant. */
  isExact?: boolean
}

/** What a reader typed, understood. No terms of either kind: there is nothing to look for. */
export interface SearchQuery {
  terms: Term[]
  excluded: Term[]
  /** Every term is meant; else it is a question in natural language, of which a text need have only a part. */
  all: boolean
}

const OPENERS = new Set(
  'who whom whose what when where why how which is are was were do does did can could should would will has have'.split(
    ' ',
  ),
)
const MORE_ENGLISH = 'not no against there its any instead so onto ever us'.split(' ')
/** Words that say little, by language; English first. */
const FUNCTION_WORDS = [[...eng, ...OPENERS, ...MORE_ENGLISH], deu, fra, spa, ita, por, zho].map(
  (words) => new Set(words.map(sortKey)),
)
/** The article or preposition that French and Italian join to the next word. */
const ELISION = /^(?:[cdjlmnst]|qu|un|(?:d|n|su)ell|(?:d|s|qu)?all|sull)['’](?=\p{L})/iu

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

/** Whether the index has a term as a phrase: a name with a hyphen, a run of Chinese. */
export function hasSeveralWords(words: string): boolean {
  return sortKey(cutUnspaced(words)).includes(' ')
}

function exactly(terms: Term[]): Term[] {
  return terms.map((term) => ({ ...term, isExact: true }))
}

/** Reads any text as a query; nothing is a syntax error. `asQuestion`: a part of it is enough, whatever it looks like. */
export function parseSearchQuery(q: string, asQuestion = false): SearchQuery {
  const query: SearchQuery = { terms: [], excluded: [], all: !asQuestion && !isQuestion(q) }
  const plain: Term[] = []
  for (const [token, minus, phrase] of q.matchAll(/(-?)"([^"]*)"?|\S+/gu)) {
    if (phrase !== undefined) (minus ? query.excluded : query.terms).push(...exactly(termsOf(phrase, false)))
    else if (token.startsWith('-')) query.excluded.push(...termsOf(token, false))
    else plain.push(...termsOf(token.replace(ELISION, ''), !query.all))
  }
  const functionWords = functionWordsOf(plain)
  const content = plain.filter(({ words, prefix }) => prefix || !functionWords.has(sortKey(words)))
  // "to be or not to be": where nothing else was asked, function words are what is meant.
  query.terms.push(...(content.length + query.terms.length > 0 ? content : plain))
  query.terms = distinct(query.terms).slice(0, TERMS_MAX)
  query.excluded = distinct(query.excluded).slice(0, TERMS_MAX)
  return query
}

/** Those of the language that most of the words are of, and of English, which names are said in everywhere. */
function functionWordsOf(terms: Term[]): { has: (word: string) => boolean } {
  const keys = terms.map(({ words }) => sortKey(words))
  const counts = FUNCTION_WORDS.map((words) => keys.filter((key) => words.has(key)).length)
  return FUNCTION_WORDS[counts.indexOf(Math.max(...counts))] ?? new Set()
}

function distinct(terms: Term[]): Term[] {
  const byKey = new Map(terms.map((term) => [`${sortKey(term.words)} ${term.prefix}`, term]))
  return [...byKey.values()]
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
  const { length } = sortKey(words)
  return [{ words, prefix: token.endsWith('*') && length >= PREFIX_CHARS_MIN }]
}
