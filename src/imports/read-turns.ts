import type { Block, Places } from './block.ts'
import type { Description } from './describe-block.ts'
import type { Speakers } from './find-speakers.ts'
import { findQuestionStyle } from './find-question-style.ts'
import { findTurns, type Turn } from './find-turns.ts'
import { isInterview } from './is-interview.ts'
import type { LanguageWords } from './languages/language-words.ts'

/** Points for a block that a label gives to one side; no words outweigh a label. */
const LABELLED = 12
/** Between the labelled turns of one side the other speaks. */
const UNLABELLED = -3
/** What stands before the labelled turn of one who answers is likely what he answers. */
const BEFORE_ANSWER = 3
/** Points for a number or dash where such open the document's questions. */
const MARKED = 2.5

export interface TurnOfBlock {
  block: number
  turn: Turn
  /** As a label names him; null where none does. */
  speaker: string | null
}

export interface Reading {
  blocks: Block[]
  descriptions: Description[]
  places: Places
  speakers: Speakers | undefined
  speakerOf: Map<Block, string>
  /** Blocks that a number or dash marks as questions. */
  marked: Set<Block>
  /** Marks say where another speaker begins, not who. */
  changesSpeakers: boolean
  words: LanguageWords
  /** Title and standfirst, as far as there are such. */
  title: string
  /** Title, bylines and what else stands above: it may say that this is an interview. */
  headText: string
}

/** Who is heard in each block that is not placed yet, in order; empty if the text is no interview. */
export function readTurns(reading: Reading): TurnOfBlock[] {
  const { blocks, descriptions, places, speakers } = reading
  const open = blocks.flatMap((_, index) => (places[index] === undefined ? [index] : []))
  if (speakers !== undefined && speakers.oneSided === undefined) return labelledTurns(reading, open)
  const openBlocks = open.map((index) => blocks[index]).filter((block) => block !== undefined)
  const openDescriptions = open
    .map((index) => descriptions[index])
    .filter((description) => description !== undefined)
  const points = pointsOfMarks(openBlocks, reading)
  const isLabelledAnswer = (index: number) => {
    const block = openBlocks[index]
    return speakers?.oneSided === 'answerers' && block !== undefined && reading.speakerOf.has(block)
  }
  const style = findQuestionStyle(openBlocks, openDescriptions, isLabelledAnswer)
  const turns = findTurns(
    openBlocks,
    openDescriptions,
    (index) => (points[index] ?? 0) + style.pointsOf(index),
  )
  const judged = {
    turns,
    title: reading.title,
    head: reading.headText,
    words: reading.words,
    isStyled: style.isSure || reading.changesSpeakers,
  }
  if (speakers === undefined && !isInterview(openBlocks, openDescriptions, judged)) return []
  return open.map((block, index) => ({ block, turn: turns[index] ?? 'answer', speaker: labelOf(block) }))

  function labelOf(block: number): string | null {
    const here = blocks[block]
    return here === undefined || speakers === undefined ? null : (reading.speakerOf.get(here) ?? null)
  }
}

function labelledTurns({ blocks, speakers, speakerOf }: Reading, open: number[]): TurnOfBlock[] {
  let turn: Turn = 'intro'
  let speaker: string | null = null
  return open.map((block) => {
    const here = blocks[block]
    const said = here === undefined ? undefined : speakerOf.get(here)
    if (said !== undefined) {
      const asks = speakers?.askers.has(said) === true
      if (asks || turn !== 'intro') turn = asks ? 'question' : 'answer'
      speaker = said
    }
    return { block, turn, speaker: turn === 'intro' ? null : speaker }
  })
}

function pointsOfMarks(blocks: Block[], { speakers, speakerOf, marked }: Reading): number[] {
  if (speakers?.oneSided === 'askers')
    return blocks.map((block) => (speakerOf.has(block) ? LABELLED : UNLABELLED))
  return blocks.map((block, index) => {
    const next = blocks[index + 1]
    const mark = marked.has(block) ? MARKED : 0
    if (speakers === undefined) return mark
    return speakerOf.has(block)
      ? -LABELLED
      : mark + (next !== undefined && speakerOf.has(next) ? BEFORE_ANSWER : 0)
  })
}
