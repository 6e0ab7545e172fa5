import { detect } from 'tinyld'
import { languageOfWords } from './words-of-languages.ts'
import { wordsIn } from './words.ts'

/** Enough for a sure guess; more only costs time. */
const SAMPLE_CHARS = 800

/** BCP 47 tag of the language that the middle of the text is in; `und` where that cannot be told. */
export function guessLanguage(text: string): string {
  const start = Math.max(0, Math.floor((text.length - SAMPLE_CHARS) / 2))
  const sample = text.slice(start, start + SAMPLE_CHARS)
  if (!/\p{L}{2}/u.test(sample)) return 'und'
  const known = languageOfWords(wordsIn(sample))
  if (known !== undefined) return known
  const detected = detect(sample)
  return detected === '' ? 'und' : detected
}
