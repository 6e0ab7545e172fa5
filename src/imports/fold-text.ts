import type { Mark } from './block.ts'

const HAN = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}，。？！：；、]/u
/** White space that is not one space between two words. No-break spaces are the author's, and stay. */
const UNFOLDED = /[^\S \u00a0\u202f][^\S\u00a0\u202f]*| [^\S\u00a0\u202f]+/g

/** Text as a reader sees it, white space folded and trimmed, with its marks moved along; marks of nothing go. */
export function foldText(raw: string, marks: Mark[]): { text: string; marks: Mark[] } {
  let folded = ''
  let read = 0
  /** Behind each run of white space how many characters are gone. */
  const gone: Gone[] = []
  for (const { 0: run, index } of raw.matchAll(UNFOLDED)) {
    const end = index + run.length
    const isWrap = /[\r\n]/.test(run) && HAN.test(raw[index - 1] ?? '') && HAN.test(raw[end] ?? '')
    folded += raw.slice(read, index) + (isWrap ? '' : ' ')
    read = end
    gone.push({ at: end, characters: end - folded.length })
  }
  folded += raw.slice(read)
  const text = folded.trim()
  const lead = folded.length - folded.trimStart().length
  const offsetIn = (at: number) => {
    return Math.min(text.length, Math.max(0, at - goneBefore(gone, at) - lead))
  }
  return {
    text,
    marks: marks.flatMap((mark) => {
      const trimmed = trimMark(text, { ...mark, from: offsetIn(mark.from), to: offsetIn(mark.to) })
      return trimmed === undefined ? [] : [trimmed]
    }),
  }
}

interface Gone {
  at: number
  characters: number
}

/** How many characters are gone before an offset; `gone` is in order. */
function goneBefore(gone: Gone[], offset: number): number {
  let low = 0
  let high = gone.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((gone[middle]?.at ?? Infinity) <= offset) low = middle + 1
    else high = middle
  }
  return gone[low - 1]?.characters ?? 0
}

/** The mark without white space at its ends; undefined if nothing is left. */
export function trimMark(text: string, mark: Mark): Mark | undefined {
  let { from, to } = mark
  while (from < to && text[from]?.trim() === '') from += 1
  while (to > from && text[to - 1]?.trim() === '') to -= 1
  return from < to ? { ...mark, from, to } : undefined
}
