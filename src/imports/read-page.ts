import type { Block, Metadata, Place, PlacedStretch, Places, SourceText } from './block.ts'
import { cutTurns } from './cut-turns.ts'
import { type Description, describeBlock } from './describe-block.ts'
import { placeFurniture } from './find-furniture.ts'
import { type Head, placeHead } from './find-head.ts'
import type { OpeningLabels } from './find-opening-labels.ts'
import { findPullQuotes } from './find-pull-quotes.ts'
import { placeTail } from './find-tail.ts'
import { type Pair, pairTurns } from './pair-turns.ts'
import { placeAsides, placeIntro } from './place-text.ts'
import { type Reading, readTurns, type TurnOfBlock } from './read-turns.ts'
import { wordsOf } from './words-of-languages.ts'

/** A document of which every block is placed: what article and receipt are written from. */
export interface Page extends Reading {
  language: string
  metadata: Metadata
  head: Head
  turns: TurnOfBlock[]
  pairs: Pair[]
  unanswered: number[]
  topicLabels: string[]
  opening: OpeningLabels
  /** What the format's reader has placed already. */
  stretches: PlacedStretch[]
}

const CAPTION_CHARS_MAX = 160
/** How many blocks from the top may say what the text is. */
const HEAD_BLOCKS = 8

/** Every block of a text with its place: what shows itself first (labels, title, furniture), then turns, then the rest. */
export function readPage(text: string, source: SourceText, language: string): Page {
  const words = wordsOf(language)
  const { blocks, labels, ...turns } = cutTurns(text, source)
  const { speakers, speakerOf } = turns
  const descriptions = blocks.map((block) => describeBlock(block, words))
  const rule = speakers === undefined ? 'question-mark' : 'speaker'
  const places: Places = blocks.map((block) =>
    labels.has(block) ? { kind: 'label', rule, confidence: 0.95 } : placeByForm(block),
  )
  const firstLabel = blocks.findIndex((block) => labels.has(block) || speakerOf.has(block))
  const end = firstLabel < 0 ? blocks.length : firstLabel
  const head = placeHead(blocks, descriptions, places, { language, words, end, metadata: source.metadata })
  const topicLabels = placeFurniture(blocks, descriptions, places)
  placeTail(blocks, descriptions, places)
  placeQuotes(blocks, descriptions, places, speakerOf)
  const headText = blocks
    .slice(0, Math.min(HEAD_BLOCKS, Math.max(end, 1)))
    .map((block) => block.text)
    .join('\n')
  const title = [head.titleText, source.metadata.dek].join('\n')
  const reading: Reading = { ...turns, blocks, descriptions, places, words, title, headText }
  const names = [headText, ...(speakers?.nameOf.values() ?? [])].join('\n')
  const read = placeAsides({ ...reading, headText: names }, readTurns(reading))
  const { pairs, unanswered } = pairTurns(read)
  const page: Page = {
    ...reading,
    opening: turns.opening,
    stretches: source.placed,
    metadata: source.metadata,
    language,
    head,
    turns: read,
    pairs,
    unanswered,
    topicLabels,
  }
  placePairs(page)
  return page
}

function placeByForm({ text, markup }: Block): Place | undefined {
  if (markup === undefined || markup.place !== undefined) return markup?.place
  if (markup.form === 'footnote') return { kind: 'note', rule: 'footnote', confidence: 0.9 }
  const isSet = markup.marks.some(({ kind, from, to }) => kind !== 'link' && to - from >= text.length * 0.9)
  const isLine =
    isSet && markup.beforeMedia === true && text.length <= CAPTION_CHARS_MAX && !/[?？]/.test(text)
  return isLine ? { kind: 'caption', rule: 'above-media', confidence: 0.7 } : undefined
}

/** Places what is shown twice to draw readers in; what stands behind a label is said, twice perhaps. */
function placeQuotes(
  blocks: Block[],
  descriptions: Description[],
  places: Places,
  speakerOf: Map<Block, string>,
): void {
  const openWords = (index: number) => (places[index] === undefined ? (descriptions[index]?.words ?? []) : [])
  for (const index of findPullQuotes(blocks, openWords)) {
    const block = blocks[index]
    if (block !== undefined && !speakerOf.has(block))
      places[index] = { kind: 'pull-quote', rule: 'repeats-body', confidence: 0.9 }
  }
  placeSetQuotations(blocks, places)
}

const IN_QUOTATION_MARKS = /^["“„«»][^"“”„«»]{20,400}["“”«»][.,]?$/u

/** Places paragraphs that are wholly a quotation and set apart from the text by emphasis: a page shows them to draw readers in. */
function placeSetQuotations(blocks: Block[], places: Places): void {
  blocks.forEach(({ text, markup }, index) => {
    if (places[index] !== undefined || markup === undefined || !IN_QUOTATION_MARKS.test(text)) return
    const isSet = markup.marks.some(({ kind, from, to }) => kind !== 'link' && to - from >= text.length * 0.9)
    if (isSet || markup.form === 'quote')
      places[index] = { kind: 'pull-quote', rule: 'set-quotation', confidence: 0.7 }
  })
}

function placePairs(page: Page): void {
  const { blocks, descriptions, places, pairs, head, words } = page
  const rule = page.speakers === undefined ? 'turn-taking' : 'speaker-label'
  for (const { question, answer } of pairs) {
    const asks = question.some((index) => (descriptions[index]?.asking ?? 0) > 0)
    for (const index of question)
      places[index] = { kind: 'question', rule: rule, confidence: asks ? 0.9 : 0.6 }
    for (const index of answer) places[index] = { kind: 'answer', rule: rule, confidence: 0.9 }
  }
  const isInterview = pairs.length > 0
  const last = pairs.at(-1)
  for (const index of last === undefined ? [] : page.unanswered) {
    last?.answer.push(index)
    places[index] = { kind: 'answer', rule: 'unanswered-question', confidence: 0.4 }
  }
  const indexes = blocks.flatMap((_, index) => (places[index] === undefined ? [index] : []))
  placeIntro({ blocks, descriptions, places, indexes, head, words, isInterview, dek: page.metadata.dek })
}
