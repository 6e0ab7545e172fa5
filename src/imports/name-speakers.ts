import { labelKey } from './read-labels.ts'
import { namesIn } from './read-names.ts'
import type { LanguageWords } from './languages/language-words.ts'
import { ANSWERER_LABELS, ASKER_LABELS, isRole } from './words-of-languages.ts'

/** Full names by what may stand for each: its first word, its last, its initials. */
export type FullNames = ReadonlyMap<string, readonly string[]>

/** The full names of a text, names in capitals among them. */
export function fullNamesIn(text: string, words: LanguageWords): FullNames {
  const names = new Map<string, string[]>()
  for (const full of new Set(namesIn(withoutCapitals(text), words).map(({ parts }) => parts.join(' ')))) {
    const parts = full.toLowerCase().split(' ')
    for (const short of new Set([parts[0], parts.at(-1), parts.map((part) => part[0]).join('')])) {
      if (short === undefined) continue
      const alike = names.get(short) ?? []
      alike.push(full)
      names.set(short, alike)
    }
  }
  return names
}

/** Words of desks and accounts: nobody is called so. */
export const NOBODY =
  /\b(?:team|staff|desk|editors?|editorial|newsroom|admin|news|press|office|redaktion|rédaction|redacción|redação|redazione|webmaster|guest|agency|audience|participants?|unidentified|unknown|inaudible|publikum|publikumsfrage|public|auditoire|público|pubblico|观众|听众)\b/iu

/** Who asks under a name with an article is a paper: "The Echo", "Le Littoral". */
const HAS_ARTICLE = /^(?:the|le|la|les|el|los|las|il|lo|der|die|das|o|os)\s\p{Lu}/iu

/** "Speaker 2" is whom a machine heard. */
const IS_NUMBERED = /^\p{L}+ \d+$/u

/**
 * The person that a label names: in full where the text has one full name that the label is short for, else as the label
 * writes it. null for "Q", "Host", initials of nobody, and a lone word in capitals, which is as often a publisher.
 */
export function personOfLabel(
  label: string,
  text: { fullNames: () => FullNames; words: LanguageWords; asks: boolean },
): string | null {
  const key = labelKey(label)
  if (ASKER_LABELS.has(key) || ANSWERER_LABELS.has(key)) return null
  const bare = (label.split(',')[0] ?? label).trim()
  const parts = bare.split(/\s+/).filter((part) => !isRole(part.replace('.', ''), text.words))
  const isCapitals = bare === bare.toUpperCase() && bare !== bare.toLowerCase()
  const name = (isCapitals && parts.join('').length > 3 ? parts.map(capitalise) : parts).join(' ')
  if (name === '' || IS_NUMBERED.test(bare) || NOBODY.test(bare)) return null
  if (text.asks && HAS_ARTICLE.test(bare)) return null
  const isSpacedInitials = /^(?:\p{Lu}\. ?){2,4}$/u.test(bare)
  if (parts.length > 1 && !isSpacedInitials) return name
  const lower = name.toLowerCase().replace(/[. ]/g, '')
  const fits = text.fullNames().get(lower) ?? []
  if (fits.length === 1) return fits[0] ?? null
  const isInitials = isCapitals && lower.length <= 3
  return isInitials || (isCapitals && text.asks) ? null : name
}

function capitalise(word: string): string {
  return word
    .toLowerCase()
    .replace(/(^|[-'’])(\p{L})/gu, (_, mark: string, letter: string) => mark + letter.toUpperCase())
}

/** "JANE DOE" as "Jane Doe"; short words stay, they are acronyms as often. */
export function withoutCapitals(text: string): string {
  return text.replace(/\p{Lu}[\p{Lu}'’-]{3,}/gu, capitalise)
}
