/** What a character is to the words of a text; 0: not known yet. */
const [BETWEEN_WORDS, IN_WORD, LETTER, WORD] = [1, 2, 3, 4]
/** The same of each code point, as they come up: a look into a table takes far less time than a regular expression. */
const kinds = new Uint8Array(0x110000)

const POINT = '.'.charCodeAt(0)
const LAST_OF_ONE_UNIT = 0xffff

/** Words of a text; of a script without spaces, characters. */
export function countWords(text: string): number {
  let words = 0
  let isInWord = false
  for (let at = 0; at < text.length; at += 1) {
    const code = text.codePointAt(at) ?? 0
    const kind = kindOf(code)
    if (kind === WORD || (kind === LETTER && !isInWord)) words += 1
    // A point inside a word belongs to it: U.S., 3.5.
    if (kind === LETTER) isInWord = true
    else if (code === POINT) isInWord &&= kindOf(text.codePointAt(at + 1) ?? 0) >= LETTER
    else if (kind !== IN_WORD) isInWord = false
    if (code > LAST_OF_ONE_UNIT) at += 1
  }
  return words
}

function kindOf(code: number): number {
  return (kinds[code] ||= classify(String.fromCodePoint(code)))
}

function classify(char: string): number {
  const isLetter = /[\p{L}\p{N}]/u.test(char)
  if (/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(char))
    return isLetter ? WORD : BETWEEN_WORDS
  if (isLetter) return LETTER
  return /[\p{M}'’]/u.test(char) ? IN_WORD : BETWEEN_WORDS
}
