import type { Block } from './block.ts'
import { isAt, LETTER_OR_DIGIT, seek, SURROGATE } from './characters.ts'
import type { LanguageWords } from './languages/language-words.ts'
import { sentencesIn, withoutQuotes, wordsIn } from './words.ts'

/** What can be seen of one block without looking at its neighbours. */
export interface Description {
  words: string[]
  sentences: number
  /** Share of its sentences that ask, 0 to 1; quoted ones do not count. */
  asking: number
  firstAsks: boolean
  lastAsks: boolean
  /** Begins with a word that questions begin with. */
  opensAsQuestion: boolean
  /** Begins as a reply does ("Yes", "Right."). */
  replies: boolean
  /** Begins by taking up what was just said ("This is", "And"). */
  resumes: boolean
  /** Speaks to somebody. */
  you: boolean
  /** Speaks of oneself. */
  me: boolean
  /** Short and without a mark at its end, as headings and links are. */
  titleLike: boolean
}

/** Longer than any phrase that a question or reply opens with. */
const OPENING_CHARS = 60
const TITLE_CHARS_MAX = 90
const TITLE_WORDS_MAX = 12
const ASKS = /[?？;؟]["'”’»“)\]」』]*$/u
const QUESTION_MARK = /[?？؟]/u
const ENDS_SENTENCE = /[.!?…:;,。？！：，；؟]["'”’»“)\]」』]*$/u

/** What the words of one block say by themselves, whatever stands around it. */
export function describeBlock({ text }: Block, words: LanguageWords): Description {
  const spoken = withoutQuotes(text)
  const sentences = sentencesIn(spoken)
  const asks = sentences.map((sentence) => {
    const end = sentence.slice(-4)
    return QUESTION_MARK.test(end) && ASKS.test(end)
  })
  const tokens = wordsIn(text)
  const spokenTokens = spoken === text ? tokens : wordsIn(spoken)
  const opening = openingOf(text)
  return {
    words: tokens,
    sentences: sentences.length,
    asking: sentences.length === 0 ? 0 : asks.filter(Boolean).length / sentences.length,
    firstAsks: asks[0] ?? false,
    lastAsks: asks.at(-1) ?? false,
    opensAsQuestion: words.asking.of(opening) !== undefined,
    replies: words.replies.of(opening) !== undefined,
    resumes: words.resumes.of(opening) !== undefined,
    you: spokenTokens.some((word) => words.you.has(word)),
    me: spokenTokens.some((word) => words.me.has(word)),
    titleLike:
      text.length <= TITLE_CHARS_MAX &&
      tokens.length <= TITLE_WORDS_MAX &&
      tokens.length > 0 &&
      !ENDS_SENTENCE.test(text),
  }
}

/** In lower case, from its first letter or digit on. */
function openingOf(text: string): string {
  const opening = text.slice(0, OPENING_CHARS).toLowerCase()
  const first = seek(opening, 0, LETTER_OR_DIGIT | SURROGATE)
  return isAt(opening, first, SURROGATE) ? opening.replace(/^[^\p{L}\p{N}]+/u, '') : opening.slice(first)
}

/** Whether most long words of a line begin with a capital, as in an English headline. */
export function isTitleCase(text: string): boolean {
  const long = text.split(' ').filter((word) => /\p{L}{4}/u.test(word))
  return (
    long.length >= 2 && long.filter((word) => /^[^\p{L}]*\p{Lu}/u.test(word)).length >= long.length * 0.75
  )
}
