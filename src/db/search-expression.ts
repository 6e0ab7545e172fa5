import { cutUnspaced, type SearchQuery, type Term } from './search-query.ts'

// What FTS5 is asked: https://sqlite.org/fts5.html#full_text_query_syntax

/** A term, and in how many of all texts it was when the first page was asked for; more than a few hundred: about. */
export interface CountedTerm extends Term {
  texts: number
}

/** How the hits of a list are found and ranked; each page of it holds to what the first found. */
export interface Ranking {
  mode: 'all' | 'any'
  terms: CountedTerm[]
  /** How many texts there were. */
  texts: number
}

/** So many texts a question may be looked for in; words that are in more only add to the score of what others found. */
const CANDIDATES_MAX = 500

/** What a reader's words are looked for in; the rest of a text's columns narrows. */
export const ALL_WORDS = '{head body context}'
export const OWN_WORDS = '{head body}'
export const BODY_WORDS = '{body}'
export const HEAD_WORDS = '{head}'

/** FTS5 reads text in quotes with the same tokenizer as the index, so "U.S." and a hyphen are no syntax. */
export function expressionOf({ words, prefix }: Term): string {
  return `"${cutUnspaced(words).replaceAll('"', ' ')}"${prefix ? ' *' : ''}`
}

export function anyOf(terms: Term[]): string {
  return terms.map(expressionOf).join(' OR ')
}

export function within(columns: string, expression: string): string {
  return `${columns} : (${expression})`
}

/** Several words that stand close to each other. */
export function nearby(terms: Term[]): string {
  return `NEAR(${terms.map(expressionOf).join(' ')}, 5)`
}

/** Texts that have one of these tags. */
export function oneOfTags(tags: string[]): string {
  return within('{tags}', tags.map((tag) => `"${tag}"`).join(' OR '))
}

/** What texts are hits. `narrowing`: tags, of each inner list one. */
export function hitExpression(ranking: Ranking, { excluded }: SearchQuery, narrowing: string[][]): string {
  const tags = narrowing.map(oneOfTags)
  const words = ranking.terms.length > 0 ? [within(ALL_WORDS, wordsOf(ranking))] : []
  const found = [...words, ...tags].join(' AND ')
  return excluded.length > 0 ? `(${found}) NOT ${within(OWN_WORDS, anyOf(excluded))}` : found
}

/** The terms each of which makes a text a hit, where `match` asks for nothing else. */
export function enoughAlone(ranking: Ranking, match: string): CountedTerm[] {
  const leading = leadingTerms(ranking)
  const isEach = ranking.mode === 'any' || leading.length === 1
  return isEach && match === within(ALL_WORDS, wordsOf(ranking)) ? leading : []
}

function wordsOf(ranking: Ranking): string {
  return leadingTerms(ranking)
    .map(expressionOf)
    .join(ranking.mode === 'all' ? ' AND ' : ' OR ')
}

/** The terms that texts are looked for by: all, or of a question the rarest, as many as are in few enough texts. */
export function leadingTerms({ mode, terms }: Ranking): CountedTerm[] {
  if (mode === 'all') return terms
  let candidates = 0
  const rare = terms
    .filter((term) => term.texts > 0)
    .sort((a, b) => a.texts - b.texts)
    .filter(({ texts }, index) => (candidates += texts) <= CANDIDATES_MAX || index === 0)
  return rare.length > 0 ? rare : terms
}
