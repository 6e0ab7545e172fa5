const HAN = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u
const WORD = /[\p{L}\p{M}\p{N}]+/gu
const WORD_OR_HAN = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[\p{L}\p{M}\p{N}]+/gu
const SENTENCE_END = /(?<![.!?…])[.!?…。？！]+["'”’»“)\]]*(?=\s|$)|[。？！]+[”」』]?/gu
const QUOTATION_MARK = /["“„«「]/
const END_MARK = /[.!?…。？！]/
const ABBREVIATION =
  /(?:^|[\s(["“])(?:\p{L}|Mrs?|Ms|Dr|Prof|Gen|Sen|Rep|Gov|Lt|Col|St|Jr|Sr|vs|etc|No|bzw|usw)\.$/u
const INITIALS = /(?:\p{L}\.){2,}$/u

/** Words in lower case, in order, parted at every apostrophe, hyphen and point; a Chinese character is a word. */
export function wordsIn(text: string): string[] {
  return text.toLowerCase().match(HAN.test(text) ? WORD_OR_HAN : WORD) ?? []
}

/** Sentences with their end marks, in order. Abbreviations and initials ("Dr.", "U.S.") end none. */
export function sentencesIn(text: string): string[] {
  if (!END_MARK.test(text)) return text === '' ? [] : [text]
  const sentences: string[] = []
  let start = 0
  for (const match of text.matchAll(SENTENCE_END)) {
    const end = match.index + match[0].length
    if (match[0].startsWith('.')) {
      const tail = text.slice(Math.max(start, match.index - 12), match.index + 1)
      if (ABBREVIATION.test(tail) || (INITIALS.test(tail) && /^\s+\p{Ll}/u.test(text.slice(end, end + 3))))
        continue
    }
    sentences.push(text.slice(start, end).trim())
    start = end
  }
  const rest = text.slice(start).trim()
  if (rest !== '') sentences.push(rest)
  return sentences
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
  const next = text[phrase.length]
  return next === undefined || !/[\p{L}\p{N}]/u.test(next) || /[\p{Script=Han}]$/u.test(phrase)
}
