import type { Turn } from './find-turns.ts'

/** One turn of the asker and all that is answered to it, as indexes of blocks in reading order. */
export interface Pair {
  question: number[]
  answer: number[]
}

/**
 * Pairs in reading order. Every block of `turns` but the intro is in one of them; a last question that nobody answers is
 * `unanswered`, and in none.
 */
export function pairTurns(turns: { block: number; turn: Turn }[]): { pairs: Pair[]; unanswered: number[] } {
  const pairs: Pair[] = []
  let pair: Pair | undefined
  for (const { block, turn } of turns) {
    if (turn === 'intro') continue
    if (turn === 'answer') pair?.answer.push(block)
    else if (pair === undefined || pair.answer.length > 0)
      pairs.push((pair = { question: [block], answer: [] }))
    else pair.question.push(block)
  }
  const last = pairs.at(-1)
  if (last === undefined || last.answer.length > 0) return { pairs, unanswered: [] }
  pairs.pop()
  return { pairs, unanswered: last.question }
}
