import type { Block, Metadata, Places, SourceText } from './block.ts'
import { describeBlock } from './describe-block.ts'
import { placeFurniture } from './find-furniture.ts'
import { type Head, placeHead } from './find-head.ts'
import { cutBoldQuestions, findMarks } from './find-marks.ts'
import { findPullQuotes } from './find-pull-quotes.ts'
import { countSetQuestions } from './find-question-style.ts'
import { findSpeakers, type Speakers } from './find-speakers.ts'
import { placeTail } from './find-tail.ts'
import { type Pair, pairTurns } from './pair-turns.ts'
import { placeAsides, placeIntro } from './place-text.ts'
import { cutLabels, type Label, labelsIn } from './read-labels.ts'
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
}

/** How many blocks from the top may say what the text is. */
const HEAD_BLOCKS = 8

/** Every block of a text with its place: what shows itself first (labels, title, furniture), then turns, then the rest. */
export function readPage(text: string, source: SourceText, language: string): Page {
  const words = wordsOf(language)
  const whole = cutBoldQuestions(text, source.blocks)
  const speakers = speakersOf(whole)
  const { blocks, labels, speakerOf } = cutLabels(text, {
    blocks: whole,
    labels: labelsAndMarks(whole, speakers),
    nameOf: ({ name }) => speakers?.nameOf.get(name) ?? name,
  })
  const descriptions = blocks.map((block) => describeBlock(block, words))
  const places: Places = blocks.map((block) =>
    labels.has(block)
      ? { kind: 'label', rule: speakers === undefined ? 'question-mark' : 'speaker', confidence: 0.95 }
      : undefined,
  )
  const firstLabel = blocks.findIndex((block) => labels.has(block))
  const end = firstLabel < 0 ? blocks.length : firstLabel
  const head = placeHead(blocks, descriptions, places, { language, words, end, metadata: source.metadata })
  const topicLabels = placeFurniture(blocks, descriptions, places)
  placeTail(blocks, descriptions, places)
  const openWords = (index: number) => (places[index] === undefined ? (descriptions[index]?.words ?? []) : [])
  const quotes = findPullQuotes(blocks, openWords)
  for (const index of quotes) {
    const block = blocks[index]
    // What stands behind a label is said, twice perhaps.
    if (block !== undefined && !speakerOf.has(block))
      places[index] = { kind: 'pull-quote', rule: 'repeats-body', confidence: 0.9 }
  }
  const headText = blocks
    .slice(0, Math.min(HEAD_BLOCKS, Math.max(end, 1)))
    .map((block) => block.text)
    .join('\n')
  const reading: Reading = { blocks, descriptions, places, speakers, speakerOf, words, headText }
  const names = [headText, ...(speakers?.nameOf.values() ?? [])].join('\n')
  const read = placeAsides({ ...reading, headText: names }, readTurns(reading))
  const { pairs, unanswered } = pairTurns(read)
  const page: Page = {
    ...reading,
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

/** The labelled speakers, unless headings or bold lines ask more often than they do: then their labels stand in an answer. */
function speakersOf(blocks: Block[]): Speakers | undefined {
  const speakers = findSpeakers(blocks, labelsIn(blocks))
  if (speakers === undefined || speakers.oneSided === 'answerers') return speakers
  const turns = speakers.labels.filter(({ name }) => speakers.askers.has(speakers.nameOf.get(name) ?? name))
  return countSetQuestions(blocks) > turns.length * 2 ? undefined : speakers
}

/** Labels to cut off; numbers and dashes of questions where these are not labelled. */
function labelsAndMarks(blocks: Block[], speakers: Speakers | undefined): Label[] {
  if (speakers === undefined) return findMarks(blocks)
  if (speakers.oneSided !== 'answerers') return speakers.labels
  const labelled = new Set(speakers.labels.map(({ block }) => block))
  return [...speakers.labels, ...findMarks(blocks).filter(({ block }) => !labelled.has(block))]
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
  placeIntro({ blocks, descriptions, places, indexes, head, words, isInterview })
}
