import type { PlacedStretch } from './block.ts'
import type { Spoken } from './caption-text.ts'
import { labelsIn } from './read-labels.ts'

/** A line of captions, and whether somebody else begins to speak in it. */
export interface Turn extends Spoken {
  opensTurn: boolean
}

export interface Turns {
  turns: Turn[]
  /** Labels that say again who is speaking. */
  placed: PlacedStretch[]
  /** Voices, labels or ">>" say who speaks; where nothing or only a dash does, much is left to guess. */
  isLabelled: boolean
}

/** What live captions of television put where the speaker changes. */
const CHEVRONS = /^>{2,3}\s*/
const DASH = /^[-‐–—]\s?(?!\p{Ll}|\p{N}|[-–—\s])/u
/** A sentence may be broken off where somebody else begins. */
const ENDS_SPEECH = /[.?!…。？！—–-]["”’»)\]]*$/u
/** What transcribers and machines call somebody whose name they do not know: "Speaker 2:". */
const NUMBERED = /^(\p{L}{2,20} \d{1,2})\s*[:：]\s*/u
/** A name before a colon that comes once may be the beginning of an explanation. */
const LABEL_COUNT_MIN = 2

/** The lines, with those marked at which the speaker changes as a label, ">>" or a dash tells. */
export function findTurns(spoken: Spoken[]): Turns {
  const marks = spoken.map(({ text }) => CHEVRONS.exec(text)?.[0] ?? DASH.exec(text)?.[0] ?? '')
  const labels = labelsOf(spoken, marks)
  const counts = new Map<string, number>()
  for (const { key } of labels.values()) counts.set(key, (counts.get(key) ?? 0) + 1)
  const placed: PlacedStretch[] = []
  let current: string | undefined
  const turns = spoken.map((line, index): Turn => {
    const before = spoken[index - 1]
    const mark = marks[index] ?? ''
    const label = labels.get(index)
    const isLabel =
      label !== undefined &&
      ((counts.get(label.key) ?? 0) >= LABEL_COUNT_MIN ||
        before === undefined ||
        ENDS_SPEECH.test(before.text))
    if (!isLabel) {
      if (mark !== '' || line.speaker !== before?.speaker) current = undefined
      return { ...line, opensTurn: mark !== '' }
    }
    const repeats = label.key === current && mark === ''
    current = label.key
    const end = repeats ? offsetBehindLabel(line, label.length) : undefined
    if (end === undefined) return { ...line, opensTurn: true }
    placed.push({
      start: line.start,
      end,
      place: { kind: 'markup', rule: 'repeated-label', confidence: 0.95 },
    })
    return { ...line, start: end, text: line.text.slice(label.length), opensTurn: false }
  })
  const named = [...counts.values()].filter((count) => count >= LABEL_COUNT_MIN).length
  const chevrons = marks.filter((mark) => mark.startsWith('>')).length
  const isLabelled =
    named > 0 || chevrons >= LABEL_COUNT_MIN || spoken.some(({ speaker }) => speaker !== undefined)
  return { turns, placed, isLabelled }
}

/** Labels with a colon, by the index of their line. */
function labelsOf(spoken: Spoken[], marks: string[]): Map<number, { key: string; length: number }> {
  const unmarked = spoken.map(({ start, end, text }, index) => {
    return { start, end, text: text.slice(marks[index]?.length ?? 0) }
  })
  const found = new Map<number, { key: string; length: number }>()
  for (const { block, name, length } of labelsIn(unmarked))
    if (/[:：]\s*$/.test(unmarked[block]?.text.slice(0, length) ?? ''))
      found.set(block, { key: name.toLowerCase(), length })
  unmarked.forEach(({ text }, index) => {
    const label = NUMBERED.exec(text)
    if (label !== null) found.set(index, { key: (label[1] ?? '').toLowerCase(), length: label[0].length })
  })
  return found
}

/** Offset in the source behind a label; undefined where nothing follows it in its line. */
function offsetBehindLabel({ start, end, text, line }: Spoken, length: number): number | undefined {
  if (length >= text.length) return undefined
  const colon = /[:：]\s*/.exec(line.text.slice(start - line.contentStart))
  const behind = colon === null ? end : start + colon.index + colon[0].length
  return behind < end ? behind : undefined
}
