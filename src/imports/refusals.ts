import { Problem } from '../problem.ts'

/** No interview has as many; a text that does is made to keep its reader busy. */
const PARAGRAPHS_MAX = 100_000

/** What is said of a text that is nested more than `depthMax` levels deep. */
export function nestedTooDeeply(depthMax: number): Problem {
  return new Problem('unreadable_text', `The markup is nested more than ${depthMax} levels deep.`)
}

/** `Problem` where a text has more paragraphs than are read. */
export function checkParagraphs(count: number): void {
  if (count > PARAGRAPHS_MAX)
    throw new Problem(
      'unreadable_text',
      `The text has ${count} paragraphs, and no more than ${PARAGRAPHS_MAX} are read. Send it in parts.`,
    )
}
