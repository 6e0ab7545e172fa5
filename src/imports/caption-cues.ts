import type { PlacedStretch } from './block.ts'

/** A line of a caption file without the white space at its ends. */
export interface CaptionLine {
  start: number
  /** Offset behind its line break. */
  end: number
  text: string
  /** Offset of its text. */
  contentStart: number
}

/** What is shown at one time. */
export interface Cue {
  /** Undefined where no time line that can be read stands above it. */
  startMs: number | undefined
  endMs: number | undefined
  lines: CaptionLine[]
  /** A comment stands between it and the cue before. */
  isAfterComment: boolean
}

export interface CaptionFile {
  cues: Cue[]
  /** Header, comments, cue numbers and time lines. */
  placed: PlacedStretch[]
  /** What a header of WebVTT calls itself, by name in lower case. */
  header: Record<string, string>
}

const TIME_LINE = /^([\d:.,]{4,16})[ \t]*-->[ \t]*([\d:.,]{4,16})?/
const TIME = /^(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})(?:[.,:](\d{1,3}))?$/
const NUMBER = /^\d{1,9}[.:]?$/
const HEADER_ENTRY = /^([A-Za-z][\w-]{0,40}):[ \t]*(\S.*)$/

/**
 * The cues of WebVTT (https://www.w3.org/TR/webvtt1/#file-parsing) or SRT, which has no specification and is
 * read as players do. A line that no time line stands above belongs to the cue before: no words are lost.
 */
export function readCues(text: string): CaptionFile {
  const lines = linesOf(text)
  const isVtt = /^\uFEFF?WEBVTT(?:\s|$)/.test(text)
  const file: CaptionFile = { cues: [], placed: [], header: {} }
  let rule: string | undefined
  let opensGroup = true
  let isAfterComment = false
  for (const [index, line] of lines.entries()) {
    if (line.text === '') {
      opensGroup = true
      rule = undefined
      continue
    }
    const times = TIME_LINE.exec(line.text)
    if (isVtt && opensGroup) rule = groupRule(line.text, file)
    if (times !== null) {
      rule = undefined
      const [startMs, endMs] = [times[1], times[2]].map(millisecondsOf)
      file.cues.push({ startMs, endMs, lines: [], isAfterComment })
      isAfterComment = false
      place(file, line, 'cue-time')
    } else if (rule !== undefined) {
      place(file, line, rule)
      isAfterComment ||= rule === 'caption-comment'
      const [, name, value] = HEADER_ENTRY.exec(line.text) ?? []
      if (rule === 'caption-header' && name !== undefined) file.header[name.toLowerCase()] ??= value ?? ''
    } else if (isCueNumber(lines, index, { isVtt, opensGroup })) place(file, line, 'cue-number')
    else {
      if (file.cues.length === 0 || isAfterComment)
        file.cues.push({ startMs: undefined, endMs: undefined, lines: [], isAfterComment })
      isAfterComment = false
      file.cues.at(-1)?.lines.push(line)
    }
    opensGroup = false
  }
  return file
}

function linesOf(text: string): CaptionLine[] {
  const lines: CaptionLine[] = []
  let start = 0
  const add = (end: number) => {
    const line = text.slice(start, end)
    const contentStart = start + line.length - line.trimStart().length
    lines.push({ start, end, text: line.trim(), contentStart })
    start = end
  }
  for (const newline of text.matchAll(/\r\n?|\n/g)) add(newline.index + newline[0].length)
  if (start < text.length) add(text.length)
  return lines
}

/** The rule of lines that go to the next empty one: https://www.w3.org/TR/webvtt1/#file-structure. */
function groupRule(line: string, file: CaptionFile): string | undefined {
  if (file.placed.length === 0) return 'caption-header'
  if (/^NOTE(?:\s|$)/.test(line)) return 'caption-comment'
  return /^(?:STYLE|REGION)$/.test(line) ? 'caption-style' : undefined
}

/** Whether the line only numbers or names the cue below: in SRT by a number, in WebVTT by anything. */
function isCueNumber(
  lines: CaptionLine[],
  index: number,
  at: { isVtt: boolean; opensGroup: boolean },
): boolean {
  const line = lines[index]?.text ?? ''
  const isAboveTime = (below: number) => TIME_LINE.test(lines[index + below]?.text ?? '')
  if (isAboveTime(1)) return NUMBER.test(line) || (at.isVtt && at.opensGroup)
  return !at.isVtt && at.opensGroup && NUMBER.test(line) && lines[index + 1]?.text === '' && isAboveTime(2)
}

/** Neighbouring lines by one rule are one stretch. */
function place({ placed }: CaptionFile, { start, end }: CaptionLine, rule: string): void {
  const last = placed.at(-1)
  if (last?.end === start && last.place.rule === rule) last.end = end
  else placed.push({ start, end, place: { kind: 'markup', rule, confidence: 1 } })
}

function millisecondsOf(time: string | undefined): number | undefined {
  const match = TIME.exec(time ?? '')
  if (match === null) return undefined
  const [, hours = '0', minutes = '0', seconds = '0', fraction = ''] = match
  const wholeSeconds = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)
  return wholeSeconds * 1000 + Number(fraction.padEnd(3, '0'))
}
