import type { Block, PlacedStretch, SourceText } from './block.ts'
import { cutBoldQuestions, findMarks, findSpeakerChanges } from './find-marks.ts'
import { findOpeningLabels, type OpeningLabels } from './find-opening-labels.ts'
import { countSetQuestions } from './find-question-style.ts'
import { findSpeakers, type Speakers } from './find-speakers.ts'
import { cutLabels, type Label, labelsIn } from './read-labels.ts'

/** Fewer marks of a change may be quotation marks. */
const CHANGES_MIN = 4

/** Blocks of which each is of one turn, and what of them says whose. */
export interface CutTurns extends ReturnType<typeof cutLabels> {
  speakers: Speakers | undefined
  opening: OpeningLabels
  /** Marks say where another speaker begins, not who. */
  changesSpeakers: boolean
}

/** The blocks of a source, labels, numbers and bold questions cut off what follows them, as this document has them. */
export function cutTurns(text: string, source: SourceText): CutTurns {
  const readable = withoutStretches(text, source.placed)
  const whole = cutBoldQuestions(readable, source.blocks)
  const candidates = labelsIn(whole)
  const speakers = speakersOf(whole, candidates)
  const opening =
    speakers === undefined
      ? findOpeningLabels(whole, candidates, source.metadata.publisher)
      : { asker: undefined, answerer: undefined }
  const changes = findSpeakerChanges(whole)
  const cut = cutLabels(readable, {
    blocks: whole,
    labels: [
      ...labelsAndMarks(whole, speakers),
      ...(speakers === undefined ? changes : []),
      ...asOpening(opening),
    ],
    nameOf: ({ name }) => speakers?.nameOf.get(name) ?? name,
  })
  return { ...cut, speakers, opening, changesSpeakers: changes.length >= CHANGES_MIN }
}

/** The text with spaces, as many, where stretches stand: words of a paragraph are looked for beside them. */
function withoutStretches(text: string, stretches: PlacedStretch[]): string {
  let readable = ''
  let read = 0
  for (const { start, end } of stretches) {
    if (start < read) continue
    readable += text.slice(read, start).padEnd(end - read)
    read = end
  }
  return readable + text.slice(read)
}

/** The labelled speakers, unless headings or bold lines ask more often than they do: then their labels stand in an answer. */
function speakersOf(blocks: Block[], candidates: Label[]): Speakers | undefined {
  const speakers = findSpeakers(blocks, candidates)
  if (speakers === undefined || speakers.oneSided === 'answerers') return speakers
  const turns = speakers.labels.filter(({ name }) => speakers.askers.has(speakers.nameOf.get(name) ?? name))
  return countSetQuestions(blocks) > turns.length * 2 ? undefined : speakers
}

function asOpening({ asker, answerer }: OpeningLabels): Label[] {
  return [asker, answerer].flatMap((label) =>
    label === undefined ? [] : [{ ...label, use: 'opening' as const }],
  )
}

/** Labels to cut off; numbers and dashes of questions where these are not labelled. */
function labelsAndMarks(blocks: Block[], speakers: Speakers | undefined): Label[] {
  if (speakers === undefined) return findMarks(blocks)
  if (speakers.oneSided !== 'answerers') return speakers.labels
  const labelled = new Set(speakers.labels.map(({ block }) => block))
  return [...speakers.labels, ...findMarks(blocks).filter(({ block }) => !labelled.has(block))]
}
