import { eng } from 'stopword'
import { integerOf, type Random, randomFrom, zipf } from './random.ts'

// A language that nobody speaks, with the statistics of one that is spoken: what an index has to bear depends on how
// often words occur, not on what they mean.

/** Function words of English, the most frequent first. */
const FUNCTION_WORDS = (
  'the of and to a in that is was it for on with as his he be at by this had not are but from or have an they which ' +
  'one you were all her she there would their we him been has when who will no more if out so up said what its about ' +
  'than into them can only other some could these two may then do any my now such like our over me even most after ' +
  'also did many before must through where much your well should because each those how too very'
).split(' ')
const QUESTION_OPENERS = 'what why how when where does did is can should will who'.split(' ')
const FUNCTION_SHARE = 0.45
const LEXEMES = 60_000
/** A few words that everybody uses, and most in a handful of texts (Mandelbrot's constants for such a vocabulary). */
const LAW = { exponent: 1.2, shift: 40 }
/** Words that stem to one: the plain form most often. */
const ENDINGS = ['', '', '', '', 's', 's', 'ed', 'ing']
const ONSETS =
  'b bl br c cl cr d dr f fl fr g gl gr h j k l m n p pl pr qu r s sh sk sl sp st t tr v w z'.split(' ')
const VOWELS = 'a e i o u ai ea oa'.split(' ')
/** No ending of English among them: a stemmer leaves them alone. */
const CODAS = 'nd rk st mp lt rn ct sk ft rm lk nk rd lm pt rb'.split(' ')
const MIDDLES = 'b d g k l m n p r t v z'.split(' ')
/** Frequent words are short: so many have one syllable, so many two, and the rest three. */
const ONE_SYLLABLE = 1_500
const TWO_SYLLABLES = 20_000
const SENTENCE_WORDS = [7, 17] as const

const ranks = zipf(LEXEMES, LAW)
const functionRanks = zipf(FUNCTION_WORDS.length, { shift: 1 })
const lexemes = makeLexemes()

function makeLexemes(): string[] {
  const random = randomFrom(1)
  const known = new Set([...eng, ...FUNCTION_WORDS])
  const made: string[] = []
  while (made.length < LEXEMES) {
    const syllables = made.length < ONE_SYLLABLE ? 1 : made.length < TWO_SYLLABLES ? 2 : 3
    const word = newWord(random, syllables)
    if (known.has(word)) continue
    known.add(word)
    made.push(word)
  }
  return made
}

function newWord(random: Random, syllables: number): string {
  const more = Array.from({ length: syllables - 1 }, () => pick(random, VOWELS) + pick(random, MIDDLES))
  return [pick(random, ONSETS), ...more, pick(random, VOWELS), pick(random, CODAS)].join('')
}

/** One of a list that is not empty. */
export function pick(random: Random, items: readonly string[]): string {
  return items[Math.floor(random() * items.length)] ?? ''
}

function word(random: Random): string {
  if (random() < FUNCTION_SHARE) return FUNCTION_WORDS[functionRanks.draw(random)] ?? ''
  return contentWord(random)
}

function contentWord(random: Random): string {
  return `${lexemes[ranks.draw(random)] ?? ''}${pick(random, ENDINGS)}`
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** Sentences of so many words in all. */
export function writeText(random: Random, words: number): string {
  const sentences: string[] = []
  for (let left = words; left > 0;) {
    const length = Math.min(left, integerOf(random, ...SENTENCE_WORDS))
    left -= length
    const some = Array.from({ length }, () => word(random))
    const comma = integerOf(random, 0, length * 2)
    const marked = some.map((each, at) => (at === comma && at > 1 && at < length - 1 ? `${each},` : each))
    sentences.push(`${capital(marked.join(' '))}.`)
  }
  return sentences.join(' ')
}

export function writeQuestion(random: Random, words: number): string {
  const rest = Array.from({ length: words - 1 }, () => word(random))
  return `${capital([pick(random, QUESTION_OPENERS), ...rest].join(' '))}?`
}

export function writeTitle(random: Random, words: number): string {
  return capital(Array.from({ length: words }, () => contentWord(random)).join(' '))
}

/** A name as a person or a topic may have it. */
export function writeName(random: Random, words: number): string {
  return Array.from({ length: words }, () => capital(newWord(random, 2))).join(' ')
}

/** The question of another who wants to know the same: another opener, some of the words, in other forms. */
export function askAgain(random: Random, question: string): string {
  const content = question
    .replace(/[?,.*]/g, '')
    .split(' ')
    .slice(1)
    .filter((each) => !eng.includes(each) && !FUNCTION_WORDS.includes(each))
    .filter((_, index) => index === 0 || random() < 0.7)
    .map((each) => each.replace(/(?:s|ed|ing)$/, '') + pick(random, ENDINGS))
  return `${pick(random, QUESTION_OPENERS)} ${content.join(' of the ')}?`
}

/** Words that about this share of texts of so many words has, in one form or another; those first that are closest to it. */
export function wordsInShare(share: number, wordsOfText: number, count: number): string[] {
  const draws = wordsOfText * (1 - FUNCTION_SHARE)
  const distance = (rank: number) => Math.abs(1 - Math.exp(-draws * ranks.shareOf(rank)) - share)
  return lexemes
    .map((lexeme, rank) => ({ lexeme, distance: distance(rank) }))
    .sort((one, other) => one.distance - other.distance)
    .slice(0, count)
    .map(({ lexeme }) => lexeme)
}
