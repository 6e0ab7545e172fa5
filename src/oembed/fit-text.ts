// Text at 16 px, as it is set in any of the usual faces; nothing is known of the page that it will stand in.
export const LINE_PX = 24
const CHAR_PX = 9
const WIDE_CHAR_PX = 16
const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Extended_Pictographic}]/u
/** What the last word of a line leaves free on the mean. */
const RAGGED_PX = 24
/** A cut goes back to the end of a word, if there is one so near. */
const WORD_CHARS_MAX = 24

const characters = new Intl.Segmenter('und', { granularity: 'grapheme' })

export interface Fitted {
  text: string
  lines: number
  isCut: boolean
}

/** A text in so many lines of a width; where it has more it is cut after a word, and ends in an ellipsis. */
export function fitText(text: string, widthPx: number, linesMax: number): Fitted {
  const words = text.replace(/\s+/g, ' ').trim()
  const linePx = widthPx - RAGGED_PX
  const roomPx = linesMax * linePx
  let px = 0
  for (const { segment, index } of characters.segment(words)) {
    px += WIDE.test(segment) ? WIDE_CHAR_PX : CHAR_PX
    if (px > roomPx) return { text: `${cutAt(words, index - 1)}…`, lines: linesMax, isCut: true }
  }
  return { text: words, lines: Math.max(1, Math.ceil(px / linePx)), isCut: false }
}

function cutAt(text: string, end: number): string {
  const kept = text.slice(0, Math.max(end, 0))
  const space = kept.lastIndexOf(' ')
  return (kept.length - space <= WORD_CHARS_MAX && space > 0 ? kept.slice(0, space) : kept).toWellFormed()
}
