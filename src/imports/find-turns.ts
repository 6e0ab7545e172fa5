import type { Block } from './block.ts'
import type { Description } from './describe-block.ts'

/** Who is heard in a block: nobody yet, the one who asks, the one who answers. */
export type Turn = 'intro' | 'question' | 'answer'

/** What a block's own words say for its being a question, in points; below 0 it is none. */
const WEIGHTS = {
  lastAsks: 2.2,
  /** All sentences ask; in proportion if not all do. */
  asking: 1.6,
  firstAsks: 0.4,
  opensAsQuestion: 0.5,
  /** Opens as a question and has no mark at its end: the mark was forgotten. */
  forgotMark: 1.2,
  you: 0.8,
  noneAsks: -1.8,
  replies: -1.6,
  resumes: -0.5,
  me: -0.5,
  /** The next block begins as a reply does, or takes up what was said. */
  nextReplies: 0.9,
  nextResumes: 0.5,
  /** An item of a list, a quotation or code is mostly a part of what somebody says. */
  partOfAnswer: -2,
  /** Per halving of the length of the document's usual paragraph. */
  brevity: 0.5,
}
const BREVITY_MAX = 1.2
/** A statement asks only if it is this much shorter than the usual paragraph, in one sentence, and is taken up. */
const STATEMENT_SHARE = 0.35
const STATEMENT = 1.2
/** One short sentence may be a little longer against the others, with less certainty. */
const SHORT_STATEMENT_SHARE = 0.45
const SHORT_STATEMENT_CHARS = 120
const SHORT_STATEMENT = 0.8
/** A statement to somebody that is taken up is nearly a question. */
const STATEMENT_TO_YOU = 0.7
/** Points for going on: a second paragraph of a question is rare, an interview that ends in a question rarer. */
const SECOND_PARAGRAPH = -2
const FIRST_QUESTION = -0.4
const NO_ANSWER = -3

/**
 * The likeliest reading of a text without labels: for each block, in order, who is heard in it. Weighs all blocks
 * against each other; whether the result is an interview at all is for `isInterview` to say. `marked` are points from
 * how the document marks its questions.
 */
export function findTurns(
  blocks: Block[],
  descriptions: Description[],
  marked: (index: number) => number,
): Turn[] {
  const usual = usualLength(blocks)
  const points = blocks.map((block, index) => {
    const description = descriptions[index]
    if (description === undefined) return 0
    return marked(index) + pointsOf(block, description, { next: descriptions[index + 1], usual })
  })
  return bestPath(points)
}

function pointsOf(
  block: Block,
  here: Description,
  around: { next: Description | undefined; usual: number },
): number {
  const { next, usual } = around
  const brevity = Math.log2(usual / Math.max(1, block.text.length)) * WEIGHTS.brevity
  let points = Math.max(-BREVITY_MAX, Math.min(BREVITY_MAX, brevity))
  if (here.lastAsks) points += WEIGHTS.lastAsks
  else if (here.asking > 0) points += WEIGHTS.asking * here.asking + (here.firstAsks ? WEIGHTS.firstAsks : 0)
  else points += WEIGHTS.noneAsks
  if (here.opensAsQuestion) points += WEIGHTS.opensAsQuestion + (here.titleLike ? WEIGHTS.forgotMark : 0)
  if (here.you) points += WEIGHTS.you
  if (here.replies) points += WEIGHTS.replies
  if (here.resumes) points += WEIGHTS.resumes
  if (here.me) points += WEIGHTS.me
  if (next?.replies === true) points += WEIGHTS.nextReplies
  else if (next?.resumes === true) points += WEIGHTS.nextResumes
  const form = block.markup?.form
  if (form === 'item' || form === 'code' || form === 'quote') points += WEIGHTS.partOfAnswer
  return points + pointsOfStatement(block, here, around)
}

function pointsOfStatement(
  { text }: Block,
  here: Description,
  { next, usual }: { next: Description | undefined; usual: number },
): number {
  const isTakenUp = next?.replies === true || next?.resumes === true
  if (!isTakenUp || here.asking > 0 || here.me || here.replies || here.titleLike) return 0
  // "So the problem is drought." asks where "Yes" comes next; else it goes on with an answer.
  if (here.resumes && !next.replies) return 0
  const share = text.length / usual
  const isShort =
    here.sentences === 1 && text.length <= SHORT_STATEMENT_CHARS && share < SHORT_STATEMENT_SHARE
  const points = here.sentences <= 2 && share < STATEMENT_SHARE ? STATEMENT : isShort ? SHORT_STATEMENT : 0
  return points + (here.you && share < 1 ? STATEMENT_TO_YOU : 0)
}

/** Length that half of the text's characters are in longer or equal paragraphs of: short questions weigh little in it. */
function usualLength(blocks: Block[]): number {
  const lengths = blocks.map((block) => block.text.length).sort((a, b) => b - a)
  const half = lengths.reduce((sum, length) => sum + length, 0) / 2
  let sum = 0
  for (const length of lengths) {
    sum += length
    if (sum >= half) return length
  }
  return 1
}

const TURNS = ['intro', 'question', 'answer'] as const

/** Viterbi over three states; `from[i]` remembers by which state each state of block `i` is best reached. */
function bestPath(points: number[]): Turn[] {
  let best = { intro: 0, question: -Infinity, answer: -Infinity }
  const from: { question: Turn; answer: Turn }[] = []
  for (const point of points) {
    const starts = best.intro + FIRST_QUESTION
    const goesOn = best.question + SECOND_PARAGRAPH
    const asksNext = best.answer
    const question = Math.max(starts, goesOn, asksNext)
    const answer = Math.max(best.question, best.answer)
    from.push({
      question: question === asksNext ? 'answer' : question === starts ? 'intro' : 'question',
      answer: answer === best.answer ? 'answer' : 'question',
    })
    best = { intro: best.intro, question: question + point, answer }
  }
  const ends = { ...best, question: best.question + NO_ANSWER }
  let turn: Turn = TURNS.reduce((a, b) => (ends[b] > ends[a] ? b : a))
  const path: Turn[] = []
  for (let index = points.length - 1; index >= 0; index -= 1) {
    path.push(turn)
    if (turn !== 'intro') turn = from[index]?.[turn] ?? 'intro'
  }
  return path.reverse()
}
