import type { Block } from './block.ts'
import type { Label } from './read-labels.ts'
import { endsAsking } from './words.ts'

/** The first question and the first answer stand this near to each other. */
const BLOCKS_APART_MAX = 4
const NAMES_A_PERSON = /^\p{Lu}[\p{L}.'’-]*(?: \p{Lu}[\p{L}.'’-]*){1,3}$/u
const IS_CAPITALS = /^(?=.*\p{Lu}.*\p{Lu})[\p{Lu}\s.&'’-]+$/u

/** Labels that name a speaker where he is first heard and never again. */
export interface OpeningLabels {
  asker: Label | undefined
  answerer: Label | undefined
}

/** The names before the first question and the first answer of a text that names speakers nowhere else. */
export function findOpeningLabels(
  blocks: Block[],
  candidates: Label[],
  publisher: string | null,
): OpeningLabels {
  const named = candidates.filter(
    ({ name, alone }) =>
      !alone && (NAMES_A_PERSON.test(name) || IS_CAPITALS.test(name) || name === publisher),
  )
  for (const [index, label] of named.entries()) {
    const next = named[index + 1]
    if (endsAsking(blocks[label.block]?.text ?? '')) {
      const isNear =
        next !== undefined && next.block - label.block <= BLOCKS_APART_MAX && next.name !== label.name
      if (isNear && !endsAsking(blocks[next.block]?.text ?? '')) return { asker: label, answerer: next }
    } else if (NAMES_A_PERSON.test(label.name) && endsAsking(blocks[label.block - 1]?.text ?? ''))
      return { asker: undefined, answerer: label }
  }
  return { asker: undefined, answerer: undefined }
}
