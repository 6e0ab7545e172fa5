import type { SegmentKind } from './contract.ts'

/** One paragraph, heading or label of the source, with the span it came from. */
export interface Block {
  start: number
  end: number
  /** Its words, white space folded. */
  text: string
}

/** What became of a block: the kind of its segment, the rule that decided and how sure it is. */
export interface Place {
  kind: SegmentKind
  rule: string
  /** 0 to 1. */
  confidence: number
}

/** One entry per block, `undefined` where nothing is decided yet. */
export type Places = (Place | undefined)[]

const HAN = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u
const UNFOLDED = /[^\S \u00a0\u202f]| {2}/
const WHITE_SPACE = /[^\S\u00a0\u202f]+/g
const BREAK_BETWEEN_HAN = /(?<=[\p{Script=Han}，。？！：；、])[\t ]*[\r\n]+[\t ]*(?=\p{Script=Han})/gu

/** One line with single spaces, none at the ends. No-break spaces inside are the author's, and stay. */
function fold(text: string): string {
  if (!UNFOLDED.test(text)) return text.trim()
  const joined = /[\r\n]/.test(text) && HAN.test(text) ? text.replace(BREAK_BETWEEN_HAN, '') : text
  return joined.replace(WHITE_SPACE, ' ').trim()
}

/** The block of `text` between two offsets without the white space at its ends; undefined if nothing is left. */
export function blockOf(text: string, span: { start: number; end: number }): Block | undefined {
  const slice = text.slice(span.start, span.end)
  const start = span.start + (slice.length - slice.trimStart().length)
  const end = span.end - (slice.length - slice.trimEnd().length)
  return start < end ? { start, end, text: fold(slice) } : undefined
}
