import type { Block } from './block.ts'
import { WordTree } from './word-tree.ts'
import { wordsIn } from './words.ts'

/** Shorter repetitions are turns of phrase, longer ones are paragraphs that somebody pasted twice. */
const QUOTE_WORDS_MIN = 6
/** Between quotation marks a shorter one is meant as a quotation. */
const MARKED_WORDS_MIN = 4
const MARKED = /^["“„«].*["“”»]$/u
const QUOTE_WORDS_MAX = 90
/** Words by which candidates are looked up. */
const PROBE_WORDS = 4
/** Different candidates that begin alike; more are not told apart, which bounds the work. */
const ALIKE_MAX = 8
const DASH = /[-–—]/
const ATTRIBUTION = /\s[-–—]{1,2}\s*\p{Lu}[^.?!]{2,40}$/u

interface Candidate {
  index: number
  words: string[]
}
const NONE: Candidate[] = []

/**
 * Indexes of the blocks whose words all occur, in order, inside another and longer block: a page shows them to draw
 * readers in. `wordsOf` gives those of a block that may be or contain one, else none. Case, punctuation and an attribution at the end do not matter; a question is never one.
 */
export function findPullQuotes(blocks: Block[], wordsOf: (index: number) => string[]): Set<number> {
  const candidates = new WordTree<Candidate>()
  const wordsOfBlocks = blocks.map((_, index) => wordsOf(index))
  blocks.forEach(({ text }, index) => {
    const all = wordsOfBlocks[index] ?? []
    const least = MARKED.test(text) ? MARKED_WORDS_MIN : QUOTE_WORDS_MIN
    if (all.length < least || all.length > QUOTE_WORDS_MAX || /[?？]["”’]*$/.test(text)) return
    const own = DASH.test(text) && ATTRIBUTION.test(text) ? wordsIn(text.replace(ATTRIBUTION, '')) : all
    if (own.length < least) return
    const alike = candidates.grow(own.slice(0, PROBE_WORDS)).values
    if (alike.length < ALIKE_MAX) alike.push({ index, words: own })
  })
  const found = new Set<number>()
  wordsOfBlocks.forEach((words, index) => {
    for (let at = 0; at + PROBE_WORDS <= words.length; at += 1) {
      for (const candidate of alikeAt(candidates, words, at)) {
        const isInside = candidate.index !== index && candidate.words.length < words.length
        if (isInside && candidate.words.every((word, offset) => words[at + offset] === word))
          found.add(candidate.index)
      }
    }
  })
  return found
}

/** The candidates that begin with the words at `at`. */
function alikeAt(candidates: WordTree<Candidate>, words: string[], at: number): Candidate[] {
  let node: WordTree<Candidate> | undefined = candidates
  for (let next = at; next < at + PROBE_WORDS && node !== undefined; next += 1)
    node = node.next(words[next] ?? '')
  return node?.values ?? NONE
}
