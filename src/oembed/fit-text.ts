// Text at 16 px, as wide as the widest of the usual faces sets it: nothing is known of the page that it will stand in.
export const LINE_PX = 24
const CHAR_PX = 9.7
const CAPITAL_PX = 12
const WIDE_PX = 16
const CAPITAL = /\p{Lu}/u
const WIDE_CLASS =
  '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}\\p{Extended_Pictographic}'
const WIDE = new RegExp(`[${WIDE_CLASS}]`, 'u')
/** What a line is not broken within. */
const PIECE = new RegExp(`\\s|[${WIDE_CLASS}]|[^\\s${WIDE_CLASS}]+`, 'gu')

export interface Fitted {
  text: string
  lines: number
  isCut: boolean
}

/** A text in so many lines of a width; where it has more it is cut after a word, and ends in an ellipsis. */
export function fitText(text: string, widthPx: number, linesMax: number): Fitted {
  const words = text.replace(/\s+/g, ' ').trim()
  let lines = 1
  let px = 0
  let end = 0
  for (const { 0: piece, index } of words.matchAll(PIECE)) {
    const piecePx = widthOf(piece)
    if (px > 0 && piece !== ' ' && px + piecePx > widthPx) {
      lines += 1
      px = 0
    }
    // A word that is longer than a line is broken.
    lines += Math.floor((px + piecePx) / widthPx)
    px = (px + piecePx) % widthPx
    if (lines > linesMax) return { text: `${words.slice(0, end).trimEnd()}…`, lines: linesMax, isCut: true }
    if (lines < linesMax || px + WIDE_PX <= widthPx) end = index + piece.length
  }
  return { text: words, lines, isCut: false }
}

function widthOf(piece: string): number {
  let px = 0
  for (const character of piece)
    px += WIDE.test(character) ? WIDE_PX : CAPITAL.test(character) ? CAPITAL_PX : CHAR_PX
  return px
}
