import type { Block, Places } from './block.ts'
import { type Description, isTitleCase } from './describe-block.ts'

/** Beginnings of a tail that are looked at, from the end; bounds the work on a text that is all furniture. */
const CANDIDATES_MAX = 20
/** Words this long carry a subject. */
const CONTENT_CHARS = 5
/** A paragraph of the interview shares more of its long words with others. */
const FOREIGN_SHARE = 0.25
/** In a shorter text nearly every paragraph speaks of what no other does. */
const LONG_CHARS = 6000
/** Before a tail stands the interview: at least this share of the text. */
const INTERVIEW_SHARE_MIN = 0.35
/** What one block says for the tail, or against it. */
const LINK = 1
const TEXT_OF_INTERVIEW = -1.5
const QUESTION = -2

/**
 * Places the end of the page that leads to other articles. It begins at a heading for such a list, and what follows is
 * headings and blurbs or speaks of other things: the same heading in the middle of an answer takes only its links.
 */
export function placeTail(blocks: Block[], descriptions: Description[], places: Places): void {
  const headings = blocks.flatMap((_, index) => (places[index]?.rule === 'related-heading' ? [index] : []))
  if (headings.length === 0) return
  const spread = spreadOfWords(descriptions, places)
  const characters = blocks.at(-1)?.end ?? 0
  const earliest = characters * INTERVIEW_SHARE_MIN
  const isLong = characters >= LONG_CHARS
  let best: { from: number; score: number } | undefined
  for (const from of headings.slice(-CANDIDATES_MAX)) {
    if ((blocks[from]?.start ?? 0) < earliest) continue
    const score = scoreFrom(from)
    if (score > (best?.score ?? 0)) best = { from, score }
  }
  const tail = best?.from ?? blocks.length
  for (let index = tail; index < blocks.length; index += 1) {
    places[index] ??= { kind: 'related', rule: 'tail', confidence: 0.85 }
  }
  for (const from of headings) if (from < tail) placeLinksAfter(blocks, descriptions, places, from)

  function scoreFrom(from: number): number {
    const rest = blocks.slice(from + 1).map((block, at) => lookAt(block, from + 1 + at))
    if (rest.some(({ isTurn }) => isTurn)) return -Infinity
    const alternates = rest.some(({ isLink }, at) => isLink && rest[at - 1]?.isText === true)
    let score = LINK / 2
    rest.forEach((look, at) => {
      const afterLink = rest[at - 1]?.isText === false
      const isBlurb =
        (alternates || (look.isForeign && isLong)) && (look.isForeign || afterLink) && !look.isPersonal
      const isForeignBlurb = alternates && afterLink && look.isForeign
      if (!look.isText || isBlurb || isForeignBlurb) score += LINK
      else score += look.asks ? QUESTION : TEXT_OF_INTERVIEW
    })
    return score
  }

  function lookAt(block: Block, index: number) {
    const { me, you, lastAsks } = descriptions[index] ?? { me: false, you: false, lastAsks: false }
    const description = descriptions[index]
    const isLink = places[index] === undefined && description !== undefined && isHeadline(block, description)
    return {
      isLink,
      isText: places[index] === undefined && !isLink,
      isTurn: places[index]?.kind === 'label',
      isForeign: description !== undefined && isForeign(description, spread),
      isPersonal: me || you,
      asks: lastAsks,
    }
  }
}

function placeLinksAfter(blocks: Block[], descriptions: Description[], places: Places, from: number): void {
  for (let index = from + 1; index < blocks.length; index += 1) {
    const block = blocks[index]
    const description = descriptions[index]
    if (block === undefined || description === undefined || places[index] !== undefined) return
    if (!isHeadline(block, description) || description.words.length < 2) return
    places[index] = { kind: 'related', rule: 'related-link', confidence: 0.7 }
  }
}

/** A headline: without an end mark, or a question in capitals as headlines ask. */
function isHeadline({ text }: Block, description: Description): boolean {
  return description.titleLike || (text.length <= 120 && description.sentences <= 1 && isTitleCase(text))
}

/** In how many blocks each long word occurs. */
function spreadOfWords(descriptions: Description[], places: Places): Map<string, number> {
  const spread = new Map<string, number>()
  descriptions.forEach(({ words }, index) => {
    if (places[index] !== undefined) return
    for (const word of new Set(words))
      if (word.length >= CONTENT_CHARS) spread.set(word, (spread.get(word) ?? 0) + 1)
  })
  return spread
}

/** Speaks of what no other block speaks of. */
function isForeign({ words }: Description, spread: Map<string, number>): boolean {
  const content = words.filter((word) => word.length >= CONTENT_CHARS)
  if (content.length < 4) return false
  return content.filter((word) => (spread.get(word) ?? 0) > 1).length < content.length * FOREIGN_SHARE
}
