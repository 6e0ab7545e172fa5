import type { PersonRef } from '../contract.ts'
import { findByPhrase } from '../db/phrases.sqlite.ts'
import type { Db } from '../db/store.ts'
import type { Deps } from '../deps.ts'
import { findByAnyName } from '../people/find-by-any-name.ts'
import { badMember } from '../problem.ts'
import type { ListedQaPair } from '../qa/contract.ts'
import { findPairs } from '../qa/queries.ts'
import { pairOf } from '../qa/read-pair.ts'
import { diffWords } from '../revisions/diff.ts'
import { compareQuote, type Match, piecesOf, wordsOf } from './compare-quote.ts'
import { QUOTE_WORDS_MIN, type QuoteCheck, type QuoteEvidence, type QuoteQuestion } from './contract.ts'

/** So many neighbouring words are looked for together: fewer are everywhere, more are cut by every change. */
const PHRASE_WORDS = 4
/** So many phrases of a quotation are looked for, spread over it. */
const PHRASES_MAX = 12
const PAIRS_PER_PHRASE = 20
/** So many pairs are compared with the quotation, those with most of its phrases. */
const PAIRS_COMPARED = 12
const EVIDENCE_MAX = 3
const RANKS: Record<Match['kind'], number> = { verbatim: 0, trimmed: 1, altered: 2 }

/** What is to be said of a quotation by what was published, and by whom. `Problem` where it is too short to tell. */
export async function verifyQuote(
  { store, config }: Deps,
  { text, speaker }: QuoteQuestion,
): Promise<QuoteCheck> {
  if (wordsOf(text).length < QUOTE_WORDS_MIN)
    throw badMember('/text', `has fewer than ${QUOTE_WORDS_MIN} words: they are nobody's in particular.`)
  const db = store.read
  const named = speaker === undefined ? null : ((await findByAnyName(db, speaker)) ?? null)
  const rows = await findPairs(db, await findCandidates(db, text))
  const found = rows
    .flatMap((row) => compare(text, pairOf(row, config.siteUrl)))
    .sort((a, b) => RANKS[a.kind] - RANKS[b.kind] || b.similarity - a.similarity)
  const evidence = found.map((each) => evidenceOf(text, each, speaker === undefined ? undefined : named))
  const [best] = evidence
  const own = evidence.find(({ isBySpeaker }) => isBySpeaker)
  const isOwn = best !== undefined && (speaker === undefined || own?.match === best.match)
  const verdict = best === undefined ? 'not_found' : isOwn ? best.match : 'misattributed'
  const shown = isOwn && own ? [own, ...evidence.filter((each) => each !== own)] : evidence
  return { verdict, speaker: named, evidence: shown.slice(0, EVIDENCE_MAX) }
}

/** Pairs that have phrases of the quotation, those with most of them first. */
async function findCandidates(db: Db, text: string): Promise<string[]> {
  // The whole, too: what looks like a gap may be the source's own.
  const phrases = [...piecesOf(text), text].flatMap((piece) =>
    phrasesOf(wordsOf(piece).map(({ key }) => key)),
  )
  const stretch = Math.ceil(phrases.length / PHRASES_MAX)
  const asked = [...Map.groupBy(phrases, (phrase) => Math.floor(phrases.indexOf(phrase) / stretch)).values()]
    // Long words are rare ones, and what is rare is found soon.
    .map((near) => near.reduce((longest, next) => (lengthOf(next) > lengthOf(longest) ? next : longest)))
  const counts = new Map<string, number>()
  for (const phrase of asked)
    for (const id of await findByPhrase(db, phrase, PAIRS_PER_PHRASE))
      counts.set(id, (counts.get(id) ?? 0) + 1)
  const byCount = [...counts].sort(([, a], [, b]) => b - a)
  return byCount.slice(0, PAIRS_COMPARED).map(([id]) => id)
}

/** Each stretch of neighbouring words; the whole where there are fewer. */
function phrasesOf(words: string[]): string[][] {
  const count = Math.max(1, words.length - PHRASE_WORDS + 1)
  return Array.from({ length: count }, (_, at) => words.slice(at, at + PHRASE_WORDS))
}

function lengthOf(phrase: string[]): number {
  return phrase.join('').length
}

interface Found extends Match {
  part: 'question' | 'answer'
  source: string
  speakers: PersonRef[]
  pair: ListedQaPair
}

function compare(quote: string, pair: ListedQaPair): Found[] {
  const { question, answer, askedBy, answeredBy } = pair
  const parts = [
    { part: 'answer' as const, source: answer.text, speakers: answeredBy },
    { part: 'question' as const, source: question.text, speakers: askedBy ? [askedBy] : [] },
  ]
  return parts.flatMap((each) => {
    const match = compareQuote(quote, each.source)
    return match ? [{ ...match, ...each, pair }] : []
  })
}

/** `named`: undefined where nobody was, null where nobody here has that name. */
function evidenceOf(quote: string, found: Found, named: PersonRef | null | undefined): QuoteEvidence {
  const { kind: match, part, source, start, end, speakers, pair } = found
  const text = source.slice(start, end)
  const isBySpeaker = named === undefined ? null : speakers.some(({ id }) => id === named?.id)
  const { id, number, url, article } = pair
  return {
    ...{ match, part, text, words: diffWords(text, quote), speakers, isBySpeaker },
    ...{ qa: { id, number, url }, article },
  }
}
