/** A pair as the words of its question and of its answer, in order. */
export interface PairWords {
  question: string[]
  answer: string[]
}

/** How alike the pairs of two lists are, each named by its place in its list. */
export interface Comparison {
  /** 0 where they have nothing in common, 1 where they have the same words in the same company. */
  similarityOf: (one: number, other: number) => number
  /** The places in the first list that share most with a pair of the other, few of them, best first. */
  likeliest: (other: number) => number[]
}

/** A word, or two neighbours, that so many pairs have tells none from the rest. */
const PAIRS_PER_FEATURE_MAX = 20
const LIKELIEST_MAX = 8

/** A text's words and pairs of neighbouring words, each once, each by its number. */
type Features = Set<number>
interface PairFeatures {
  question: Features
  answer: Features
}

/**
 * Compares pairs by their words and neighbouring words, the rarer the more they count (inverse document frequency).
 * Time grows with the number of words, not with its square.
 */
export function comparePairs(ones: PairWords[], others: PairWords[]): Comparison {
  const numbers = new Map<string, number>()
  const featuresOf = ({ question, answer }: PairWords): PairFeatures => ({
    question: toFeatures(question, numbers),
    answer: toFeatures(answer, numbers),
  })
  const left = ones.map(featuresOf)
  const right = others.map(featuresOf)
  const frequencies = [left, right].map((pairs) => countPairs(pairs, numbers.size))
  const weights = weigh(frequencies, Math.max(left.length, right.length))
  const places = placesOf(left, frequencies)
  return {
    similarityOf: (one, other) => similarity(left[one], right[other], weights),
    likeliest: (other) => likeliest(right[other], places, weights),
  }
}

function toFeatures(words: string[], numbers: Map<string, number>): Features {
  const features: Features = new Set()
  const add = (feature: string) => {
    const number = numbers.get(feature) ?? numbers.size
    if (number === numbers.size) numbers.set(feature, number)
    features.add(number)
  }
  words.forEach((word, index) => {
    add(word)
    const next = words[index + 1]
    if (next !== undefined) add(`${word} ${next}`)
  })
  return features
}

function allOf({ question, answer }: PairFeatures): Features {
  return new Set([...question, ...answer])
}

/** For each feature, how many pairs have it. */
function countPairs(pairs: PairFeatures[], features: number): Uint32Array {
  const counts = new Uint32Array(features)
  for (const pair of pairs) for (const feature of allOf(pair)) counts[feature] = (counts[feature] ?? 0) + 1
  return counts
}

function weigh(frequencies: Uint32Array[], pairs: number): Float64Array {
  const [left, right] = frequencies
  return Float64Array.from(left ?? [], (count, feature) =>
    Math.log(1 + pairs / Math.max(count, right?.[feature] ?? 0)),
  )
}

/** Where the features are that tell pairs of the first list apart and that the other list has, too. */
function placesOf(pairs: PairFeatures[], [left, right]: Uint32Array[]): Map<number, number[]> {
  const places = new Map<number, number[]>()
  pairs.forEach((pair, place) => {
    for (const feature of allOf(pair)) {
      if ((right?.[feature] ?? 0) === 0 || (left?.[feature] ?? 0) > PAIRS_PER_FEATURE_MAX) continue
      const found = places.get(feature)
      if (found) found.push(place)
      else places.set(feature, [place])
    }
  })
  return places
}

/** Of the whole pairs, or of question and answer each for itself (an answer is longer): what is greater. */
function similarity(
  one: PairFeatures | undefined,
  other: PairFeatures | undefined,
  weights: Float64Array,
): number {
  if (!one || !other) return 0
  const question = overlap(one.question, other.question, weights)
  const answer = overlap(one.answer, other.answer, weights)
  const parts = [question, answer].filter(({ all }) => all > 0)
  const whole = dice({ shared: question.shared + answer.shared, all: question.all + answer.all })
  return Math.max(whole, parts.reduce((sum, part) => sum + dice(part), 0) / Math.max(1, parts.length))
}

interface Overlap {
  shared: number
  /** Of both. */
  all: number
}

function overlap(one: Features, other: Features, weights: Float64Array): Overlap {
  const found = { shared: 0, all: 0 }
  for (const feature of one) {
    const weight = weights[feature] ?? 0
    found.all += weight
    if (other.has(feature)) found.shared += weight
  }
  for (const feature of other) found.all += weights[feature] ?? 0
  return found
}

/** The Sørensen–Dice coefficient. */
function dice({ shared, all }: Overlap): number {
  return all === 0 ? 0 : (2 * shared) / all
}

function likeliest(
  pair: PairFeatures | undefined,
  places: Map<number, number[]>,
  weights: Float64Array,
): number[] {
  const shared = new Map<number, number>()
  for (const feature of pair ? allOf(pair) : [])
    for (const place of places.get(feature) ?? [])
      shared.set(place, (shared.get(place) ?? 0) + (weights[feature] ?? 0))
  const byWeight = [...shared].sort(([one, a], [other, b]) => b - a || one - other)
  return byWeight.slice(0, LIKELIEST_MAX).map(([place]) => place)
}
