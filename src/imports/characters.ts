/** What a character may be, one bit each. */
export const LETTER_OR_DIGIT = 1
/** Part of a word: a letter, a digit, or a mark on one. */
export const WORD = 2
/** Han, Hiragana or Katakana: a word by itself. */
export const HAN = 4
export const UPPER = 8
/** Half of a character beyond the first 65 536: what that is takes both halves, and a regular expression. */
export const SURROGATE = 16
/** Joins words to one name. */
export const JOINER = 32
const LOOKED_AT = 128

const KINDS: readonly [number, RegExp][] = [
  [LETTER_OR_DIGIT, /[\p{L}\p{N}]/u],
  [WORD, /[\p{L}\p{M}\p{N}]/u],
  [HAN, /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u],
  [UPPER, /\p{Lu}/u],
  [SURROGATE, /[\ud800-\udfff]/],
  [JOINER, /[-'’.&]/],
]
const kinds = new Uint8Array(0x10000)

/**
 * Which of the kinds above a UTF-16 unit is. A loop that asks this of each unit of a text needs half the time of a
 * regular expression with Unicode properties, or less.
 */
function kindOf(unit: number): number {
  const known = kinds[unit] ?? 0
  return known === 0 ? lookAt(unit) : known
}

function lookAt(unit: number): number {
  const character = String.fromCharCode(unit)
  const kind = KINDS.reduce((sum, [bit, pattern]) => (pattern.test(character) ? sum | bit : sum), LOOKED_AT)
  kinds[unit] = kind
  return kind
}

/** Whether the unit of `text` at `index` is of one of these kinds; false behind its end. */
export function isAt(text: string, index: number, wanted: number): boolean {
  return index < text.length && (kindOf(text.charCodeAt(index)) & wanted) !== 0
}

/** Offset of the first unit from `from` on that is of one of these kinds; the text's length if none is. */
export function seek(text: string, from: number, wanted: number): number {
  let index = from
  while (index < text.length && (kindOf(text.charCodeAt(index)) & wanted) === 0) index += 1
  return index
}

/** Offset behind the units from `from` on that are all of one of these kinds. */
export function skip(text: string, from: number, wanted: number): number {
  let index = from
  while (index < text.length && (kindOf(text.charCodeAt(index)) & wanted) !== 0) index += 1
  return index
}
