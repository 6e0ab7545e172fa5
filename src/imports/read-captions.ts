import type { Anchor, Block, Markup, PlacedStretch, SourceText } from './block.ts'
import { readCues } from './caption-cues.ts'
import { readSpoken } from './caption-text.ts'
import { findTurns, type Turn } from './caption-turns.ts'
import { foldText } from './fold-text.ts'
import { readMetadata } from './read-metadata.ts'
import { endsAsking } from './words.ts'

/** Who is silent so long after a sentence begins a new paragraph. */
const PAUSE_MIN_MS = 4000
/** Where nothing tells who speaks, a paragraph of so many characters ends with its sentence. */
const PARAGRAPH_CHARS = 600
/** Fewer lines with a sentence's end are captions without punctuation, as machines write them. */
const PUNCTUATED_SHARE_MIN = 0.05
const ENDS_SENTENCE = /[.?!…。？！]["”’»)\]]*$/u
const SENTENCE_END = /[?!.…](?=["”’»)\]]*(?:\s|$))|[。？！]/u
const MARKUP: Markup = { form: 'paragraph', level: 0, lead: { first: '', rest: '' }, marks: [] }

/**
 * The paragraphs of WebVTT or SRT: what one speaker says in cues that follow each other. A paragraph's span
 * goes from its first cue to its last; time lines between lie in it as placed stretches. Linear in any input.
 */
export function readCaptions(text: string): SourceText {
  const { cues, placed, header } = readCues(text)
  const { spoken, placed: unspoken } = readSpoken(cues)
  const { turns, placed: labels, isLabelled } = findTurns(spoken)
  return {
    blocks: paragraphsOf(turns, isLabelled).map(blockOfTurns),
    placed: inOrder([...placed, ...unspoken, ...labels]),
    metadata: readMetadata({ language: header.language }),
  }
}

function paragraphsOf(turns: Turn[], isLabelled: boolean): Turn[][] {
  const ends = turns.filter(({ text }) => SENTENCE_END.test(text)).length
  const isPunctuated = ends >= turns.length * PUNCTUATED_SHARE_MIN
  const asks = isLabelled ? [] : askingFrom(turns)
  const paragraphs: Turn[][] = []
  let characters = 0
  turns.forEach((turn, index) => {
    const paragraph = paragraphs.at(-1)
    const before = paragraph?.at(-1)
    const isUnguided = !isLabelled && (!isPunctuated || ENDS_SENTENCE.test(before?.text ?? ''))
    const changesTone = isPunctuated && asks[index] !== endsAsking(before?.text ?? '')
    const opens =
      before === undefined ||
      opensParagraph(before, turn, isPunctuated) ||
      (isUnguided && (changesTone || characters >= PARAGRAPH_CHARS))
    if (opens) paragraphs.push([turn])
    else paragraph?.push(turn)
    characters = (opens ? 0 : characters) + turn.text.length
  })
  return paragraphs
}

function opensParagraph(before: Turn, turn: Turn, isPunctuated: boolean): boolean {
  if (turn.opensTurn || turn.speaker !== before.speaker) return true
  if (turn.cue === before.cue) return false
  if (turn.cue.isAfterComment) return true
  const pauseMs = (turn.cue.startMs ?? 0) - (before.cue.endMs ?? Infinity)
  return pauseMs > PAUSE_MIN_MS && (!isPunctuated || ENDS_SENTENCE.test(before.text))
}

/** Of each line whether the sentence that it begins or goes on with asks. */
function askingFrom(turns: Turn[]): boolean[] {
  let asks = false
  return turns
    .map(({ text }) => SENTENCE_END.exec(text)?.[0])
    .reverse()
    .map((end) => {
      if (end !== undefined) asks = /[?？]/.test(end)
      return asks
    })
    .reverse()
}

function blockOfTurns(turns: Turn[]): Block {
  const speaker = turns[0]?.speaker
  let raw = ''
  const lines = turns.map(({ text, start }): Anchor => {
    const at = raw === '' ? 0 : raw.length + 1
    raw += (raw === '' ? '' : '\n') + text
    return { at, source: start }
  })
  const { text, anchors } = foldText(raw, [], lines)
  const block: Block = {
    start: turns[0]?.start ?? 0,
    end: turns.at(-1)?.end ?? 0,
    text,
    anchors,
    markup: MARKUP,
  }
  return speaker === undefined ? block : { ...block, speaker }
}

function inOrder(placed: PlacedStretch[]): PlacedStretch[] {
  return placed.sort((a, b) => a.start - b.start)
}
