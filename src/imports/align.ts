import { longestIncreasing } from '../revisions/longest-increasing.ts'
import { comparePairs, type PairWords } from '../revisions/similarity.ts'
import { wordsIn } from './words.ts'

export interface PairText {
  question: string
  answer: string
}

/** Which pairs of a new reading are which of the article's, and how they differ. */
export interface Alignment<Known> {
  /** For each new pair, in reading order. */
  pairs: AlignedPair<Known>[]
  /** Those that are no longer there. */
  removed: Known[]
}

/** `edited` wins over `moved`: what reads otherwise is to be looked at. */
type AlignedPair<Known> =
  { change: 'added'; known: undefined } | { change: 'kept' | 'edited' | 'moved'; known: Known }

/** So alike are the words of one pair, wherever it has gone. */
const SIMILARITY_MIN = 0.6
/** So alike is a pair that stands where it stood, between the same neighbours. */
const SIMILARITY_IN_PLACE_MIN = 0.3
/** So far from its place, in pairs, one is looked for where all around it has changed. */
const PLACES_AROUND = 8

/** A pair of each side that have become one, by their places. */
interface Match {
  known: number
  pair: number
}

/**
 * Aligns the pairs of a new reading of an article to those it has: by the ids that the text carries, then by the same
 * text, then by the likest words, a little likeness being enough in the same place. A pair is aligned at most once.
 * Pure and deterministic; time grows with the length of the texts, not with its square.
 */
export function align<Known extends PairText & { id: string }>(
  known: Known[],
  pairs: PairText[],
  carriedIds: (string | null)[] = [],
): Alignment<Known> {
  const matching = new Matching(known.length, pairs.length)
  const placeOfId = new Map(known.map(({ id }, place) => [id, place]))
  carriedIds.forEach((id, pair) => matching.join({ known: placeOfId.get(id ?? '') ?? -1, pair }))
  joinSameTexts(matching, known, pairs)
  joinSimilarTexts(matching, known, pairs)

  const inOrder = new Set(matching.inOrder().map(({ pair }) => pair))
  return {
    pairs: pairs.map((pair, place) => {
      const match = known[matching.knownOf[place] ?? -1]
      if (!match) return { change: 'added', known: undefined }
      if (textOf(match) !== textOf(pair)) return { change: 'edited', known: match }
      return { change: inOrder.has(place) ? 'kept' : 'moved', known: match }
    }),
    removed: known.filter((_, place) => matching.pairOf[place] === undefined),
  }
}

/** How much two wordings have in common: 0 nothing, 1 all their words and neighbouring words. */
export function compareTexts(one: string, other: string): number {
  const [left, right] = [one, other].map((text): PairWords => ({ question: [], answer: wordsIn(text) }))
  return left && right ? comparePairs([left], [right]).similarityOf(0, 0) : 0
}

/** Who has become whom; each at most once. */
class Matching {
  readonly knownOf: (number | undefined)[]
  readonly pairOf: (number | undefined)[]

  constructor(known: number, pairs: number) {
    this.pairOf = Array.from({ length: known }, () => undefined)
    this.knownOf = Array.from({ length: pairs }, () => undefined)
  }

  /** Joins the two, unless one of them is joined already or is not there. */
  join({ known, pair }: Match): void {
    if (!this.isFree({ known, pair })) return
    this.pairOf[known] = pair
    this.knownOf[pair] = known
  }

  isFree({ known, pair }: Match): boolean {
    const isThere = known >= 0 && known < this.pairOf.length && pair >= 0 && pair < this.knownOf.length
    return isThere && this.pairOf[known] === undefined && this.knownOf[pair] === undefined
  }

  /** Places that are joined to none. */
  free(): { known: number[]; pairs: number[] } {
    const freeOf = (joined: (number | undefined)[]) =>
      joined.flatMap((other, place) => (other === undefined ? [place] : []))
    return { known: freeOf(this.pairOf), pairs: freeOf(this.knownOf) }
  }

  /** The most matches that are in the same order on both sides. */
  inOrder(): Match[] {
    return longestIncreasing(this.knownOf).flatMap((pair) => {
      const known = this.knownOf[pair]
      return known === undefined ? [] : [{ known, pair }]
    })
  }
}

/** How many of `matches`, in the order of their known places, stand before one; in halves. */
function countBelow(matches: Match[], known: number): number {
  let low = 0
  for (let high = matches.length; low < high;) {
    const middle = (low + high) >> 1
    if ((matches[middle]?.known ?? 0) < known) low = middle + 1
    else high = middle
  }
  return low
}

function textOf({ question, answer }: PairText): string {
  return `${question}\u0000${answer}`
}

/** First the texts that each side has once; then, of those it has several times, the neighbours of what is joined. */
function joinSameTexts(matching: Matching, known: PairText[], pairs: PairText[]): void {
  const knownTexts = known.map(textOf)
  const texts = pairs.map(textOf)
  const free = matching.free()
  const knownByText = Map.groupBy(free.known, (place) => knownTexts[place])
  const pairsByText = Map.groupBy(free.pairs, (place) => texts[place])
  const same = [...pairsByText].map(([text, places]) => ({
    known: knownByText.get(text) ?? [],
    pairs: places,
  }))
  const joinInOrder = (group: { known: number[]; pairs: number[] }) => {
    const open = group.known.filter((place) => matching.pairOf[place] === undefined)
    const left = group.pairs.filter((place) => matching.knownOf[place] === undefined)
    left.forEach((pair, index) => matching.join({ known: open[index] ?? -1, pair }))
  }
  same.filter((group) => group.known.length === 1 && group.pairs.length === 1).forEach(joinInOrder)
  for (const step of [1, -1]) {
    const places = step > 0 ? [...texts.keys()] : [...texts.keys()].reverse()
    for (const place of places) {
      const next = { known: (matching.knownOf[place] ?? NaN) + step, pair: place + step }
      if (matching.isFree(next) && knownTexts[next.known] === texts[next.pair]) matching.join(next)
    }
  }
  same.forEach(joinInOrder)
}

/** First what is much alike wherever it stands; then, between what is joined, what is a little alike. */
function joinSimilarTexts(matching: Matching, known: PairText[], pairs: PairText[]): void {
  const free = matching.free()
  if (free.known.length === 0 || free.pairs.length === 0) return
  const wordsOf = ({ question, answer }: PairText) => ({
    question: wordsIn(question),
    answer: wordsIn(answer),
  })
  const { similarityOf, likeliest } = comparePairs(
    free.known.flatMap((place) => known[place] ?? []).map(wordsOf),
    free.pairs.flatMap((place) => pairs[place] ?? []).map(wordsOf),
  )
  const indexOfKnown = new Map(free.known.map((place, index) => [place, index]))
  const indexOfPair = new Map(free.pairs.map((place, index) => [place, index]))
  const joinBest = (matches: Match[], min: number) => {
    const scored = matches.flatMap((match) => {
      const score = similarityOf(indexOfKnown.get(match.known) ?? -1, indexOfPair.get(match.pair) ?? -1)
      const distance = Math.abs(match.known * pairs.length - match.pair * known.length)
      return score < min ? [] : [{ ...match, score, distance }]
    })
    scored.sort(
      (a, b) => b.score - a.score || a.distance - b.distance || a.pair - b.pair || a.known - b.known,
    )
    for (const match of scored) matching.join(match)
  }
  const anywhere = free.pairs.flatMap((pair, index) =>
    likeliest(index).map((found) => ({ known: free.known[found] ?? -1, pair })),
  )
  joinBest(anywhere, SIMILARITY_MIN)
  joinBest(inSamePlaces(matching), SIMILARITY_IN_PLACE_MIN)
}

/** Of what is free between the same matches on both sides, each pair with those that stand about where it stands. */
function inSamePlaces(matching: Matching): Match[] {
  const anchors = matching.inOrder()
  const byPair = anchors.map(({ pair }) => ({ known: pair, pair }))
  const free = matching.free()
  const knownByGap = Map.groupBy(free.known, (place) => countBelow(anchors, place))
  const pairsByGap = Map.groupBy(free.pairs, (place) => countBelow(byPair, place))
  return [...pairsByGap].flatMap(([gap, pairs]) => {
    const known = knownByGap.get(gap) ?? []
    return pairs.flatMap((pair, index) => {
      const middle = Math.round((index * known.length) / pairs.length)
      const around = known.slice(Math.max(0, middle - PLACES_AROUND), middle + PLACES_AROUND + 1)
      return around.map((place) => ({ known: place, pair }))
    })
  })
}
