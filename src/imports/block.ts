import type { SegmentKind } from './contract.ts'

/** One paragraph, heading or label of the source, with the span it came from. */
export interface Block {
  start: number
  end: number
  /** Its words, white space folded. */
  text: string
  /** Where the words of it stand that markup parts from those before; a block without is words from end to end. */
  anchors?: Anchor[]
  /** What the source's format says of it; a plain text says nothing. */
  markup?: Markup
  /** Who says it, where the format itself names the speaker. */
  speaker?: string
}

/** From this offset of a block's text on its characters stand in the source from that one on, in order. */
export interface Anchor {
  at: number
  source: number
}

export interface Markup {
  form: 'paragraph' | 'heading' | 'item' | 'quote' | 'term' | 'code' | 'footnote'
  /** Of a heading 1 to 6; 0 of anything else. */
  level: number
  /** What CommonMark writes before its first line ("- ", "> "), and before each that follows ("  ", "> "). */
  lead: { first: string; rest: string }
  /** Classes and the like of the element that it stands in: what looks alike is of one kind. */
  look?: string
  /** What it is, where its element says so: a box beside the text. */
  place?: Place
  /** An image or other medium stands right behind it. */
  beforeMedia?: true
  /** A rule (`***`, `<hr>`) stands before it. */
  afterRule?: true
  /** Marked stretches of `text`, in order; one may lie in another. */
  marks: Mark[]
}

/** A stretch of a block's text, by its offsets, that the source sets apart. */
export interface Mark {
  from: number
  to: number
  kind: 'strong' | 'emphasis' | 'code' | 'link'
  /** Of a link: absolute, or as the source has it. */
  url?: string
}

/** A stretch of the source whose place its format tells: front matter, a navigation element, a time stamp. */
export interface PlacedStretch {
  start: number
  end: number
  place: Place
}

/** What a format says of a text besides its words; null and empty where it says nothing. */
export interface Metadata {
  title: string | null
  dek: string | null
  /** RFC 3339 UTC with milliseconds. */
  publishedAt: string | null
  /** BCP 47. */
  language: string | null
  publisher: string | null
  url: string | null
  authors: string[]
  topics: string[]
}

/** A source as its format's reader gives it: neither blocks nor stretches overlap, each is in the order of the source. */
export interface SourceText {
  blocks: Block[]
  placed: PlacedStretch[]
  metadata: Metadata
}

export const NO_METADATA: Metadata = {
  title: null,
  dek: null,
  publishedAt: null,
  language: null,
  publisher: null,
  url: null,
  authors: [],
  topics: [],
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
  return start < end ? { start, end, text: fold(text.slice(start, end)) } : undefined
}
