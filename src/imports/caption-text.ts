import { decodeHTML } from 'entities'
import type { PlacedStretch } from './block.ts'
import type { CaptionLine, Cue } from './caption-cues.ts'

/** What one voice says in one line of a cue. */
export interface Spoken {
  start: number
  end: number
  text: string
  /** As a voice tag names it. */
  speaker: string | undefined
  cue: Cue
  line: CaptionLine
}

/** Tags and time stamps of WebVTT and SRT, and braces of SubStation ("{\an8}") that SRT files have kept. */
const TAG = /<\/?[a-z][^<>]*>|<\d[\d:.]*>|\{\\[^{}]*\}/gi
const VOICE = /^<v(?:\.[^\s>]*)?(?:[ \t]+([^>]*))?>$/i
const VOICE_END = /^<\/v\s*>$/i
const SOUND_NOTE =
  /^(?:>+|[-–—])?\s*(?:(?:\[[^[\]]{1,120}\]\s*)+|\([^()]{1,80}[^().?!]\)|（[^（）]{1,80}）|【[^【】]{1,80}】|[♪♫🎵].*|\*[^*]{1,80}\*)$/su
const SOUND_NOTE_OF_LINE = /^(?:>+|[-–—])?\s*(?:(?:\[[^[\]]{1,120}\]\s*)+|[♪♫🎵].*)$/su
/** Captions that roll up repeat lines of the cue before: no more than a screen holds. */
const REPEATED_LINES_MAX = 4
/** In captions that roll up nearly every cue repeats a line; in others who says "No." twice means it. */
const ROLLING_SHARE_MIN = 0.5
const ROLLING_CUES_MIN = 2

/** What is said in the cues, in order, without sound notes and lines shown again; those come as stretches. */
export function readSpoken(cues: Cue[]): { spoken: Spoken[]; placed: PlacedStretch[] } {
  const screens = cues.map(readCue)
  const repeats = screens.map((screen, index) => repeatedLines(screens[index - 1] ?? [], screen))
  const rolling = repeats.filter((count) => count > 0).length
  const rolls = rolling >= ROLLING_CUES_MIN && rolling >= (screens.length - 1) * ROLLING_SHARE_MIN
  const placed: PlacedStretch[] = []
  const spoken = screens.flatMap((screen, index) => {
    const repeated = rolls ? (repeats[index] ?? 0) : 0
    const isNote = SOUND_NOTE.test(screen.map(({ text }) => text).join(' '))
    return screen.filter(({ start, end, text }, line) => {
      const rule =
        line < repeated
          ? 'repeated-cue-line'
          : isNote || SOUND_NOTE_OF_LINE.test(text)
            ? 'sound-note'
            : undefined
      if (rule !== undefined) placed.push({ start, end, place: { kind: 'markup', rule, confidence: 1 } })
      return rule === undefined
    })
  })
  return { spoken, placed }
}

/** The lines of a cue as they are read: https://www.w3.org/TR/webvtt1/#webvtt-cue-text-parsing-rules. */
function readCue(cue: Cue): Spoken[] {
  const spoken: Spoken[] = []
  let speaker: string | undefined
  for (const line of cue.lines) {
    let raw = ''
    let start = -1
    let end = -1
    const flush = () => {
      const text = decodeHTML(raw).trim()
      if (text !== '') spoken.push({ start, end, text, speaker, cue, line })
      raw = ''
      start = -1
    }
    const add = (from: number, to: number) => {
      const piece = line.text.slice(from, to)
      raw += piece
      if (piece.trim() === '') return
      if (start < 0) start = line.contentStart + to - piece.trimStart().length
      end = line.contentStart + from + piece.trimEnd().length
    }
    let from = 0
    for (const { 0: tag, index } of line.text.matchAll(TAG)) {
      add(from, index)
      from = index + tag.length
      const voice = VOICE.exec(tag)
      if (voice === null && !VOICE_END.test(tag)) continue
      flush()
      const name = decodeHTML(voice?.[1] ?? '')
        .replace(/\s+/g, ' ')
        .trim()
      speaker = name === '' ? undefined : name
    }
    add(from, line.text.length)
    flush()
  }
  return spoken
}

/** How many lines at the top of a screen are those at the bottom of the one before. */
function repeatedLines(before: Spoken[], screen: Spoken[]): number {
  for (let count = Math.min(before.length, screen.length, REPEATED_LINES_MAX); count > 0; count -= 1) {
    const bottom = before.slice(-count)
    if (bottom.every(({ text }, line) => text === screen[line]?.text)) return count
  }
  return 0
}
