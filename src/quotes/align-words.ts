const SAME = 2
const OTHER = -1

export interface Alignment {
  /** The stretch of `source`, by its first and last word; -1 where no word is the same. */
  first: number
  last: number
  /** How many words of it are the same as those of `words` they stand beside. */
  same: number
}

/**
 * The stretch of `source` that has most in common with `words`, in order (local alignment: Smith and Waterman, 1981,
 * https://doi.org/10.1016/0022-2836(81)90087-5). Time is the product of both lengths, memory the length of `source`.
 */
export function alignWords(words: string[], source: string[]): Alignment {
  const width = source.length + 1
  // Of the best alignment that ends at each word of the source: its score, where it began, how many words are the same.
  let above = newRow(width)
  let best: Alignment & { score: number } = { first: -1, last: -1, same: 0, score: 0 }
  for (const word of words) {
    const row = newRow(width)
    for (let at = 1; at < width; at += 1) {
      const isSame = word === source[at - 1]
      const diagonal = (above.scores[at - 1] ?? 0) + (isSame ? SAME : OTHER)
      const up = (above.scores[at] ?? 0) + OTHER
      const left = (row.scores[at - 1] ?? 0) + OTHER
      const score = Math.max(diagonal, up, left)
      if (score <= 0) continue
      const [from, column] = score === diagonal ? [above, at - 1] : score === up ? [above, at] : [row, at - 1]
      row.scores[at] = score
      row.firsts[at] = (from.scores[column] ?? 0) > 0 ? (from.firsts[column] ?? 0) : at - 1
      row.same[at] = (from.same[column] ?? 0) + (score === diagonal && isSame ? 1 : 0)
      if (score > best.score)
        best = { score, first: row.firsts[at] ?? 0, last: at - 1, same: row.same[at] ?? 0 }
    }
    above = row
  }
  const { first, last, same } = best
  return { first, last, same }
}

function newRow(width: number): { scores: Int32Array; firsts: Int32Array; same: Int32Array } {
  return { scores: new Int32Array(width), firsts: new Int32Array(width), same: new Int32Array(width) }
}
