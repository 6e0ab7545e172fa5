import type { Anchor, Mark } from './block.ts'

const HAN = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}，。？！：；、]/u
/** White space that is not one space between two words. No-break spaces are the author's, and stay. */
const UNFOLDED = /[^\S \u00a0\u202f][^\S\u00a0\u202f]*| [^\S\u00a0\u202f]+/g

/**
 * Text as a reader sees it, white space folded and trimmed, with its marks and anchors moved along; marks of nothing
 * go.
 */
export function foldText(
  raw: string,
  marks: Mark[],
  anchors: Anchor[] = [],
): { text: string; marks: Mark[]; anchors: Anchor[] } {
  let folded = ''
  let read = 0
  const runs: Run[] = []
  for (const { 0: run, index } of raw.matchAll(UNFOLDED)) {
    const end = index + run.length
    const isWrap = /[\r\n]/.test(run) && HAN.test(raw[index - 1] ?? '') && HAN.test(raw[end] ?? '')
    folded += raw.slice(read, index)
    runs.push({ start: index, end, folded: folded.length, width: isWrap ? 0 : 1 })
    if (!isWrap) folded += ' '
    read = end
  }
  folded += raw.slice(read)
  const text = folded.trim()
  const lead = folded.length - folded.trimStart().length
  const offsetIn = (at: number) => {
    return Math.min(text.length, Math.max(0, offsetAmong(runs, at) - lead))
  }
  return {
    text,
    anchors: anchors.map(({ at, source }) => ({ at: offsetIn(at), source })),
    marks: marks.flatMap((mark) => {
      const trimmed = trimMark(text, { ...mark, from: offsetIn(mark.from), to: offsetIn(mark.to) })
      return trimmed === undefined ? [] : [trimmed]
    }),
  }
}

/** White space that is folded, with where it stands in the folded text and how wide it is there. */
interface Run {
  start: number
  end: number
  folded: number
  width: number
}

/** An offset of the raw text in the folded one; `runs` are in order. */
function offsetAmong(runs: Run[], offset: number): number {
  let low = 0
  let high = runs.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((runs[middle]?.start ?? Infinity) <= offset) low = middle + 1
    else high = middle
  }
  const run = runs[low - 1]
  if (run === undefined) return offset
  return offset < run.end ? run.folded : run.folded + run.width + offset - run.end
}

/** The mark without white space at its ends; undefined if nothing is left. */
export function trimMark(text: string, mark: Mark): Mark | undefined {
  let { from, to } = mark
  while (from < to && text[from]?.trim() === '') from += 1
  while (to > from && text[to - 1]?.trim() === '') to -= 1
  return from < to ? { ...mark, from, to } : undefined
}
