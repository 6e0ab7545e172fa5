import type { Block } from './block.ts'
import { cutBlock } from './cut-block.ts'
import { ANSWERER_LABELS, ASKER_LABELS, CAPTIONS, FURNITURE, TOPIC_LABELS } from './words-of-languages.ts'

/** A name or letter that says who speaks, cut off the block that it opens. */
export interface Label {
  /** Index of the block that the label opens, or is. */
  block: number
  /** As written, without its colon: "Q", "JANE DOE". */
  name: string
  /** Characters of the block's text that it takes, with its colon and the white space that follows. */
  length: number
  /** The short form that it gives in brackets: "Jane Doe (JD)". */
  alias?: string
  /** Nothing follows it in its block. */
  alone: boolean
  /** The number or dash of a question, or a name that stands before a first turn only: neither says who speaks on. */
  use?: 'mark' | 'opening'
}

const LABEL_CHARS_MAX = 48
const LABEL_WORDS_MAX = 5
const TIMESTAMP = /^[[(]?\d{1,2}:\d{2}(?::\d{2})?(?:[\])]|(?=\s|$))\s*[-–—]?\s*/
const WITH_TIME = /^([^:：\n()[\]]{1,48}?)\s*[([]\d{1,2}:\d{2}(?::\d{2})?[)\]]\s*(?:[:：]\s*)?/u
/** As chats have it: "<jane> Hello". */
const IN_ANGLES = /^<[@+~&%]?([^\s<>]{2,30})>\s+/u
const WITH_COLON = /^([^:：\n]{1,48}?)\s*(?::(?=[\s"“«„*_]|$|[\p{Lu}\p{Script=Han}])|：)\s*/u
const LETTER = /^([QAPRFDqa]\d{0,3})(?:[.)]|\s[-–—])\s+/
/** "Pregunta.", "Frage –": a word that says who speaks needs no colon. */
const WORD = /^(\p{L}{3,20})(?:\.|\s?[-–—])\s+/u
const CAPITALS_AND_DASH = /^(\p{Lu}[\p{Lu} .'’-]{2,40}?)\s+[-–—]+\s+/u
const NAME_WORD =
  /^(?:\p{Lu}[\p{L}\p{M}.'’-]*|\d{1,3}|@[\w.]{2,30}|\p{Script=Han}{1,8}|al-\p{L}+|bin|ibn|von|van|der|den|de|del|della|di|da|dos|la|le|ul-\p{L}+)$/u
const STARTS_LOWER = /^[\p{Ll}\p{N}]/u
/** Initials in brackets behind a name. */
const ALIAS = /[([（](\p{Lu}{1,5}\d?)[)\]）]\s*$/u
const REMARK = /\s*[([（][^)\]）]{0,40}[)\]）]\s*$/u

/** Every label that the text might have, in order. Most texts have a colon somewhere: whether it labels is for the reader to judge. */
export function labelsIn(blocks: Block[]): Label[] {
  const found = blocks.flatMap((block, index): Label[] => {
    if (block.speaker !== undefined) return [{ block: index, name: block.speaker, length: 0, alone: false }]
    const label = labelOf(block)
    if (label === undefined) return []
    const isSet = isBoldLabel(block, label.length) || label.isHandle
    const name = nameOfLabel(label.written, isSet)
    if (name === undefined || /^[b-pr-z]$/.test(name) || isFurniture(name.toLowerCase())) return []
    if (block.markup?.form === 'item' && !saysWhoSpeaks(name)) return []
    if (!label.alone && !/\p{L}/u.test(block.text.slice(label.length))) return []
    const alias = ALIAS.exec(label.written)?.[1]
    return [
      { block: index, name, length: label.length, alone: label.alone, ...(alias !== undefined && { alias }) },
    ]
  })
  addBoldLabels(blocks, found)
  const lines = new Map<string, number>()
  for (const { block } of found)
    lines.set(blocks[block]?.text ?? '', (lines.get(blocks[block]?.text ?? '') ?? 0) + 1)
  return found.filter(({ alone, block }) => {
    const line = blocks[block]?.text ?? ''
    const isSure = !alone || /[:：]$/.test(line)
    return (
      isSure ||
      ((lines.get(line) ?? 0) > 1 && blocks[block + 1]?.text !== line && blocks[block - 1]?.text !== line)
    )
  })
}

/** "Q", "A" and their like. Items of a list that open with other names define these. */
function saysWhoSpeaks(name: string): boolean {
  const key = labelKey(name)
  return ASKER_LABELS.has(key) || ANSWERER_LABELS.has(key)
}

/** Adds, in order, bold words that open a block and are a label elsewhere: somebody forgot the colon. */
function addBoldLabels(blocks: Block[], found: Label[]): void {
  const known = new Set(
    found.flatMap(({ name, alias }) => [labelKey(name), ...(alias === undefined ? [] : [labelKey(alias)])]),
  )
  const labelled = new Set(found.map(({ block }) => block))
  blocks.forEach(({ text, markup }, block) => {
    const mark = markup?.marks.find(({ kind, from }) => kind === 'strong' && from === 0)
    if (mark === undefined || mark.to >= text.length || mark.to > LABEL_CHARS_MAX || labelled.has(block))
      return
    const name = text.slice(0, mark.to)
    if (known.has(labelKey(name))) found.push({ block, name, length: mark.to + 1, alone: false })
  })
  found.sort((a, b) => a.block - b.block)
}

/** "J. D." is "JD". */
const SPACED_INITIALS = /^\p{L}(?: \p{L}){1,3}$/u

/** What two labels of one speaker have in common: "Q1" and "q", "Jane Doe" and "JANE DOE". "Speaker 1" is not "Speaker 2". */
export function labelKey(name: string): string {
  const key = name
    .toLowerCase()
    .replaceAll('.', '')
    .replace(SPACED_INITIALS, (initials) => initials.replaceAll(' ', ''))
  const bare = key.replace(/\s*\d+$/, '')
  return ASKER_LABELS.has(bare) || ANSWERER_LABELS.has(bare) ? bare : key
}

/** Blocks in which each of the given labels is a block of its own; `speakerOf` names who speaks from a block on, `marked` are questions by their number or dash. */
export function cutLabels(
  text: string,
  cut: { blocks: Block[]; labels: Label[]; nameOf: (label: Label) => string },
): {
  blocks: Block[]
  labels: Set<Block>
  speakerOf: Map<Block, string>
  marked: Set<Block>
} {
  const byBlock = new Map(cut.labels.map((label) => [label.block, label]))
  const labels = new Set<Block>()
  const speakerOf = new Map<Block, string>()
  const marked = new Set<Block>()
  let waiting: string | undefined
  const blocks = cut.blocks.flatMap((block, index) => {
    const label = byBlock.get(index)
    if (label === undefined) {
      if (waiting !== undefined) speakerOf.set(block, waiting)
      waiting = undefined
      return [block]
    }
    const { head, rest } = cutBlock(text, block, label.length)
    if (head === undefined) {
      speakerOf.set(block, cut.nameOf(label))
      return [block]
    }
    labels.add(head)
    if (label.use !== undefined) {
      if (rest !== undefined && label.use === 'mark') marked.add(rest)
      return rest === undefined ? [head] : [head, rest]
    }
    const speaker = cut.nameOf(label)
    waiting = rest === undefined ? speaker : undefined
    if (rest !== undefined) speakerOf.set(rest, speaker)
    return rest === undefined ? [head] : [head, rest]
  })
  return { blocks, labels, speakerOf, marked }
}

interface Written {
  /** The label with all that belongs to it: brackets, a title. */
  written: string
  length: number
  alone: boolean
  isHandle: boolean
}

function labelOf({ text }: Block): Written | undefined {
  const stamp = TIMESTAMP.exec(text.slice(0, 20))?.[0].length ?? 0
  const opening = text.slice(stamp, stamp + LABEL_CHARS_MAX + 12)
  const handle = IN_ANGLES.exec(opening)
  const match =
    handle ??
    WITH_TIME.exec(opening) ??
    WITH_COLON.exec(opening) ??
    LETTER.exec(opening) ??
    wordLabelIn(opening) ??
    CAPITALS_AND_DASH.exec(opening)
  const written = match?.[1]
  if (match !== null && written !== undefined) {
    const labelled = stamp + match[0].length
    const length = labelled + (TIMESTAMP.exec(text.slice(labelled, labelled + 20))?.[0].length ?? 0)
    return { written, length, alone: length >= text.length, isHandle: handle !== null }
  }
  if (text.length - stamp > LABEL_CHARS_MAX || STARTS_LOWER.test(opening) || /[.!?。！？,]$/.test(text))
    return undefined
  return { written: opening, length: text.length, alone: true, isHandle: false }
}

function wordLabelIn(opening: string): RegExpExecArray | null {
  const match = WORD.exec(opening)
  return match !== null && saysWhoSpeaks(match[1] ?? '') ? match : null
}

/** Whether a label is set in bold, all of it and nothing else. */
function isBoldLabel({ markup }: Block, length: number): boolean {
  const mark = markup?.marks.find(({ kind, from }) => kind === 'strong' && from === 0)
  return mark !== undefined && mark.to <= length && mark.to >= length - 3
}

/** The name in a label, or undefined if a label cannot look so; `isSet`: in bold, or in angles. */
function nameOfLabel(written: string, isSet: boolean): string | undefined {
  const name = written
    .replace(REMARK, '')
    .replace(/^[*_]+|[*_]+$/g, '')
    .trim()
  const key = labelKey(name)
  if (ASKER_LABELS.has(key) || ANSWERER_LABELS.has(key)) return name
  const words = (name.split(',')[0] ?? '').split(/\s+/)
  const isName = words.every(
    (word) => NAME_WORD.test(word) || (isSet && /^[\p{L}\p{M}\p{N}_.'’&-]+$/u.test(word)),
  )
  if (words.length > LABEL_WORDS_MAX || !isName) return undefined
  return name
}

function isFurniture(line: string): boolean {
  return [FURNITURE, TOPIC_LABELS, CAPTIONS].some((openings) => openings.of(line) !== undefined)
}
