import { alignWords } from './align-words.ts'

/** A stretch of a text in which a quotation, or something like it, stands. */
export interface Match {
  kind: 'verbatim' | 'trimmed' | 'altered'
  start: number
  end: number
  /** The share of words in common, of all words of both: 1 where all are. */
  similarity: number
}

interface Word {
  key: string
  start: number
  end: number
}

/** Of a quotation that was changed, so many of its and the source's words are still the same. */
const SIMILARITY_MIN = 0.6
/** What was left out, or put in by who quotes: `…`, `[…]`, `(...)`, `[the network]`. */
const GAP = /[[(]\s*(?:…|\.{3,})\s*[\])]|…|\.{3,}|\[[^\]]*\]/g
const WORD =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[\p{L}\p{M}\p{N}]+(?:['’][\p{L}\p{M}\p{N}]+)*/gu

/** The words of a text in order. How they are spelt counts; case, typography and punctuation do not. */
export function wordsOf(text: string): Word[] {
  return Array.from(text.matchAll(WORD), ({ 0: word, index }) => ({
    key: word.normalize('NFKC').toLowerCase().replaceAll('’', "'"),
    start: index,
    end: index + word.length,
  }))
}

/** The stretches of a quotation between what it says was left out. */
export function piecesOf(quote: string): string[] {
  return quote.split(GAP).filter((piece) => wordsOf(piece).length > 0)
}

/** The stretch of a text that is closest to a quotation; undefined where nothing there is like it. Pure. */
export function compareQuote(quote: string, text: string): Match | undefined {
  const source = wordsOf(text)
  const pieces = piecesOf(quote).map(keysOf)
  // Brackets may be the source's own.
  for (const wanted of [[keysOf(quote)], pieces]) {
    const [first = 0, last = -1] = findInOrder(wanted, source) ?? []
    const [begin, end] = [source[first], source[last]]
    const kind = wanted.length > 1 ? 'trimmed' : 'verbatim'
    if (begin && end) return { kind, start: begin.start, end: end.end, similarity: 1 }
  }
  const words = pieces.flat()
  const aligned = alignWords(
    words,
    source.map(({ key }) => key),
  )
  const [from, to] = [source[aligned.first], source[aligned.last]]
  if (!from || !to) return undefined
  const similarity = (2 * aligned.same) / (words.length + aligned.last - aligned.first + 1)
  return similarity < SIMILARITY_MIN
    ? undefined
    : { kind: 'altered', start: from.start, end: to.end, similarity }
}

function keysOf(text: string): string[] {
  return wordsOf(text).map(({ key }) => key)
}

/** The first and the last word of pieces that stand one after the other, each whole; undefined where they do not. */
function findInOrder(pieces: string[][], source: Word[]): [first: number, last: number] | undefined {
  let first: number | undefined
  let next = 0
  for (const piece of pieces) {
    const at = findPiece(piece, source, next)
    if (at === undefined) return undefined
    first ??= at
    next = at + piece.length
  }
  return first === undefined ? undefined : [first, next - 1]
}

function findPiece(piece: string[], source: Word[], from: number): number | undefined {
  for (let at = from; at + piece.length <= source.length; at += 1)
    if (piece.every((key, index) => source[at + index]?.key === key)) return at
  return undefined
}
