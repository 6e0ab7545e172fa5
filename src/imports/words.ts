import { HAN, isAt, LETTER_OR_DIGIT, seek, skip, SURROGATE, WORD } from './characters.ts'

const HAN_CHARACTER = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u
const WORDS = /[\p{L}\p{M}\p{N}]+/gu
const WORDS_OR_HAN = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[\p{L}\p{M}\p{N}]+/gu
const SENTENCE_END = /(?<![.!?…])[.!?…。？！]+["'”’»“)\]]*(?=\s|$)|[。？！]+[”」』]?/uy
const END_MARK = /[.!?…。？！]/g
const QUOTATION_MARK = /["“„«「]/
const ABBREVIATION =
  /(?:^|[\s(["“])(?:\p{L}|Mrs?|Ms|Dr|Prof|Gen|Sen|Rep|Gov|Lt|Col|St|Jr|Sr|vs|etc|No|bzw|usw)\.$/u
const INITIALS = /(?:\p{L}\.){2,}$/u
const GOES_ON = /^\s+\p{Ll}/u

/**
 * Words in lower case, in order, parted at every apostrophe, hyphen and point; a Chinese character is a word. The first
 * `most` if that is given.
 */
export function wordsIn(text: string, most = Infinity): string[] {
  const lower = text.toLowerCase()
  const words: string[] = []
  for (let at = seek(lower, 0, WORD | HAN | SURROGATE); at < lower.length;) {
    if (isAt(lower, at, SURROGATE)) return wordsByPattern(lower, most)
    if (words.length >= most) break
    const end = isAt(lower, at, HAN) ? at + 1 : skip(lower, at, WORD)
    words.push(lower.slice(at, end))
    at = seek(lower, end, WORD | HAN | SURROGATE)
  }
  return words
}

function wordsByPattern(lower: string, most: number): string[] {
  const words = lower.match(HAN_CHARACTER.test(lower) ? WORDS_OR_HAN : WORDS) ?? []
  return words.slice(0, most)
}

/** Sentences with their end marks, in order. Abbreviations and initials ("Dr.", "U.S.") end none. */
export function sentencesIn(text: string): string[] {
  let mark = text.search(END_MARK)
  if (mark < 0) return text === '' ? [] : [text]
  const sentences: string[] = []
  let start = 0
  while (mark >= 0) {
    SENTENCE_END.lastIndex = mark
    const isMark = SENTENCE_END.test(text)
    const end = isMark ? SENTENCE_END.lastIndex : mark + 1
    if (isMark && !isInside(text, { start, mark, end })) {
      sentences.push(text.slice(start, end).trim())
      start = end
    }
    END_MARK.lastIndex = end
    mark = END_MARK.test(text) ? END_MARK.lastIndex - 1 : -1
  }
  const rest = text.slice(start).trim()
  if (rest !== '') sentences.push(rest)
  return sentences
}

/** Whether a mark is the point of an abbreviation, or of initials that the sentence goes on after. */
function isInside(text: string, { start, mark, end }: { start: number; mark: number; end: number }): boolean {
  if (text[mark] !== '.') return false
  const tail = text.slice(Math.max(start, mark - 12), mark + 1)
  return ABBREVIATION.test(tail) || (INITIALS.test(tail) && GOES_ON.test(text.slice(end, end + 3)))
}

/** The text without what stands in double quotation marks; a mark that is never closed quotes nothing. */
export function withoutQuotes(text: string): string {
  return !QUOTATION_MARK.test(text)
    ? text
    : text.replace(/"[^"]*"|“[^“”]*”|„[^“”„]*[“”]|«[^«»]*»|「[^「」]*」/g, '“”')
}

/** A list of phrases in lower case that finds which of them a text begins with. */
export class Openings {
  readonly #byFirst = new Map<string, string[]>()

  constructor(phrases: readonly string[]) {
    const longestFirst = [...phrases].sort((a, b) => b.length - a.length)
    for (const phrase of longestFirst) {
      const first = phrase.slice(0, 1)
      this.#byFirst.set(first, [...(this.#byFirst.get(first) ?? []), phrase])
    }
  }

  /** The longest phrase at the beginning of `line`, in lower case, that ends where a word ends; undefined if none does. */
  of(line: string): string | undefined {
    return this.#byFirst.get(line.slice(0, 1))?.find((phrase) => startsWithPhrase(line, phrase))
  }
}

function startsWithPhrase(text: string, phrase: string): boolean {
  if (!text.startsWith(phrase)) return false
  return !isAt(text, phrase.length, LETTER_OR_DIGIT) || /[\p{Script=Han}]$/u.test(phrase)
}

/** Whether a text ends with a question mark; quotation marks and brackets may close behind it. */
export function endsAsking(text: string): boolean {
  return /[?？]["”’»)\]]*$/.test(text)
}
