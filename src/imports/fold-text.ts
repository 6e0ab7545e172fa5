import type { Mark } from './block.ts'

const HAN = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}，。？！：；、]/u
/** White space that folds; no-break spaces are the author's, and stay. */
const SPACE = /[^\S\u00a0\u202f]/

/** Text as a reader sees it, white space folded and trimmed, with its marks moved along; marks of nothing go. */
export function foldText(raw: string, marks: Mark[]): { text: string; marks: Mark[] } {
  const moved = new Uint32Array(raw.length + 1)
  let text = ''
  let isSpaced = false
  let isBroken = false
  // Asking the text itself for its last character would copy all of it.
  let last = ''
  for (let at = 0; at < raw.length; at += 1) {
    const character = raw[at] ?? ''
    moved[at] = text.length
    if (character <= ' ' || (character > '~' && SPACE.test(character))) {
      isSpaced = true
      isBroken ||= character === '\n' || character === '\r'
      continue
    }
    if (isSpaced && text !== '') {
      const isWrap = isBroken && HAN.test(last) && HAN.test(character)
      if (!isWrap) text += ' '
    }
    isSpaced = false
    isBroken = false
    moved[at] = text.length
    text += character
    last = character
  }
  moved[raw.length] = text.length
  const lead = text.length - text.trimStart().length
  text = text.trim()
  const offsetIn = (at: number) => Math.min(text.length, Math.max(0, (moved[at] ?? 0) - lead))
  return {
    text,
    marks: marks.flatMap((mark) => {
      const trimmed = trimMark(text, { ...mark, from: offsetIn(mark.from), to: offsetIn(mark.to) })
      return trimmed === undefined ? [] : [trimmed]
    }),
  }
}

/** The mark without white space at its ends; undefined if nothing is left. */
export function trimMark(text: string, mark: Mark): Mark | undefined {
  let { from, to } = mark
  while (from < to && text[from]?.trim() === '') from += 1
  while (to > from && text[to - 1]?.trim() === '') to -= 1
  return from < to ? { ...mark, from, to } : undefined
}
