import { type Anchor, type Block, blockOf, type Mark } from './block.ts'
import { trimMark } from './fold-text.ts'

/** Source characters that an escape or entity may take before the one it stands for is given up. */
const LOOKAHEAD_CHARS = 16
const TAG_CHARS_MAX = 2000
const SPACES = /\s*/y
const CLOSERS = /^(?:[*_~`]|<\/[a-z]+>|\s)+/i

/** The block before and behind the first `length` characters of its text; undefined where nothing is left. */
export function cutBlock(
  source: string,
  block: Block,
  length: number,
): { head: Block | undefined; rest: Block | undefined } {
  const at = offsetAfter(source, block, length)
  const { markup, anchors, ...plain } = block
  if (markup === undefined)
    return {
      head: blockOf(source, { start: block.start, end: at }),
      rest: blockOf(source, { start: at, end: block.end }),
    }
  const part = (from: number, to: number, span: { start: number; end: number }): Block | undefined => {
    const text = block.text.slice(from, to)
    const lead = text.length - text.trimStart().length
    if (text.trim() === '') return undefined
    const marks = markup.marks.flatMap((mark) => clip(mark, from + lead, from + text.trimEnd().length))
    return {
      ...plain,
      ...span,
      text: text.trim(),
      ...(anchors !== undefined && {
        anchors: anchorsOf(anchors, { from: from + lead, to, start: span.start }),
      }),
      markup: { ...markup, marks: trimmed(text.trim(), marks) },
    }
  }
  return {
    head: part(0, length, { start: block.start, end: at }),
    rest: part(length, block.text.length, { start: at, end: block.end }),
  }
}

function clip(mark: Mark, from: number, to: number): Mark[] {
  const start = Math.max(mark.from, from)
  const end = Math.min(mark.to, to)
  return start < end ? [{ ...mark, from: start - from, to: end - from }] : []
}

function trimmed(text: string, marks: Mark[]): Mark[] {
  return marks.flatMap((mark) => trimMark(text, mark) ?? [])
}

/** The anchors of a part of the text, which stands in the source from `start` on at the earliest. */
function anchorsOf(anchors: Anchor[], part: { from: number; to: number; start: number }): Anchor[] {
  const { from, to, start } = part
  return anchors
    .slice(indexOfAnchor(anchors, from + 1), indexOfAnchor(anchors, to) + 1)
    .map(({ at, source }) =>
      at > from ? { at: at - from, source } : { at: 0, source: Math.max(source, start) },
    )
}

/** Index of the last anchor before an offset of the text: the one whose stretch it ends or lies in. */
function indexOfAnchor(anchors: Anchor[], offset: number): number {
  return Math.max(
    0,
    anchors.findLastIndex(({ at }) => at < offset),
  )
}

/**
 * Offset in the source behind the first `length` characters of a block's text: these are found in order among the
 * markup, and what closes markup behind them is passed too. Near enough where entities stand.
 */
export function offsetAfter(source: string, block: Block, length: number): number {
  const { anchors = [] } = block
  const anchor = anchors[indexOfAnchor(anchors, length)] ?? { at: 0, source: block.start }
  let offset = Math.max(block.start, anchor.source)
  for (const character of block.text.slice(anchor.at, length)) {
    if (character.trim() === '') continue
    const found = findNext(source, character, offset, block.end)
    if (found !== undefined) offset = found + character.length
  }
  const behind = source.slice(offset, Math.min(block.end, offset + LOOKAHEAD_CHARS))
  const pattern = block.markup === undefined ? /^\s+/ : CLOSERS
  return Math.min(block.end, offset + (pattern.exec(behind)?.[0].length ?? 0))
}

function findNext(source: string, character: string, from: number, end: number): number | undefined {
  let at = behindSpaces(source, from)
  for (let passed = 0; at < end && passed < LOOKAHEAD_CHARS; passed += 1) {
    if (source.startsWith(character, at)) return at
    // A tag, or where a link of Markdown leads, may be long, and is no word.
    const closing = source[at] === '<' ? '>' : source.startsWith('](', at) ? ')' : undefined
    const tagEnd = closing === undefined ? -1 : source.slice(at, at + TAG_CHARS_MAX).indexOf(closing)
    const isTag = tagEnd >= 0 && at + tagEnd < end
    if (isTag) passed = 0
    at = behindSpaces(source, at + (isTag ? tagEnd + 1 : 1))
  }
  return undefined
}

function behindSpaces(source: string, from: number): number {
  SPACES.lastIndex = from
  return from + (SPACES.exec(source)?.[0].length ?? 0)
}
