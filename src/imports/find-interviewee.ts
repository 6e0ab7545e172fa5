import { GIVEN_NAMES } from './given-names.ts'
import type { LanguageWords } from './languages/language-words.ts'
import { isRole } from './words-of-languages.ts'
import { wordsIn } from './words.ts'

/** What tells who answers in a text whose turns name nobody. */
export interface TextOfInterviewee {
  title: string
  dek: string
  /** Paragraphs above and below the interview. */
  head: string[]
  /** The beginnings of the first answers. */
  answers: string[]
  words: LanguageWords
}

const NAME_WORDS_MAX = 5
const NAME_CHARS_MAX = 200
const INTRODUCTION_CHARS = 400
const NAME_WORD =
  /^(?:\p{Lu}[\p{L}\p{M}'’.-]*|\p{Lu}{1,3}\.?|I{2,3}|von|van|der|den|de|da|di|del|la|le|dos|bin|al|el)$/u
/** "I am …", "My name is …" in the languages we read, and the words that follow. */
const INTRODUCES =
  /(?:\bmy name(?:'s|’s| is)|\bi am|\bi['’]m|\bich bin|\bich heiße|\bmein name ist|\bje suis|\bje m['’]appelle|\bme llamo|\bmi nombre es|\bsoy|\bmeu nome é|\b(?:eu )?sou|\bmi chiamo|\bsono|我叫|我是)\s*((?:[\p{L}\p{M}'’.-]+\s?){1,5})/giu
/** What stands before the name of a guest in a title or dek. */
const WITH =
  /(?:interview|q&a|conversation|talk|chat|talking|gespräch|entretien|rencontre|entrevista|conversación|conversa|intervista|questions|fragen|meet|meeting|fünf fragen an|profile of|spotlight on)\s+(?:with|to|for|mit|avec|con|com|an|à|a)?\s*/giu

/**
 * Who answers, by the name that title or dek give him and his own introduction; undefined where these are not enough
 * to be sure.
 */
export function findInterviewee({ title, dek, head, answers, words }: TextOfInterviewee): string | undefined {
  const introduced = answers.flatMap((answer) => introductionsIn(answer.slice(0, INTRODUCTION_CHARS)))
  const spoken = new Set(introduced.flatMap((name) => wordsIn(name)))
  const invited = [title, dek].flatMap((text) => namesBehindWith(text, words))[0]
  if (invited !== undefined) return withoutOffice(invited, [dek, ...head])
  const parts = partsOf(title)
  const named = parts.find(
    (part) => isNameLike(part, words) && wordsIn(part).some((word) => spoken.has(word)),
  )
  if (named !== undefined) return named
  // A handle is written small: the title is all of it.
  if (parts.length === 1 && wordsIn(title).length === 1 && spoken.has(title.toLowerCase()))
    return title.trim()
  const known = parts.find(
    (part) =>
      isNameLike(part, words) &&
      part.includes(' ') &&
      (GIVEN_NAMES.has(wordsIn(part)[0] ?? '') || head.some((text) => text.includes(part))),
  )
  if (known !== undefined) return known
  const [whole] = parts
  const isOnlyName =
    parts.length === 1 && whole !== undefined && whole.includes(' ') && isNameLike(whole, words)
  if (isOnlyName && wordsIn(whole).length <= 3 && spoken.size > 0) return whole
  return introduced.find((name) => name.includes(' ') && isNameLike(name, words))
}

/** A name that other paragraphs have without its first word, without it: "Restorer Jane Doe" is Jane Doe. */
function withoutOffice(name: string, texts: string[]): string {
  const parts = name.split(' ')
  const shorter = parts.slice(1).join(' ')
  const isOffice = parts.length > 2 && texts.some((text) => text.includes(shorter) && !text.includes(name))
  return isOffice ? shorter : name
}

/** A title between its colons, dashes and bars. */
function partsOf(title: string): string[] {
  return title
    .split(/\s*[:：|｜]\s+|\s+[–—-]\s+/)
    .map((part) => part.trim().replace(/^["“„«]|["”“»]$/g, ''))
    .filter((part) => part !== '')
    .reverse()
}

function isNameLike(text: string, words: LanguageWords): boolean {
  const parts = text.split(/\s+/)
  if (parts.length > NAME_WORDS_MAX || !/^\p{Lu}/u.test(text)) return false
  return parts.every((part) => NAME_WORD.test(part) && !(parts.length > 1 && isFunction(part, words)))
}

function isFunction(part: string, words: LanguageWords): boolean {
  return /^\p{Lu}/u.test(part) && words.functions.has(part.toLowerCase())
}

function namesBehindWith(text: string, words: LanguageWords): string[] {
  return [...text.matchAll(WITH)].flatMap((match) => {
    const from = match.index + match[0].length
    const name = leadingName(text.slice(from, from + NAME_CHARS_MAX), words)
    return name?.includes(' ') === true ? [name] : []
  })
}

/** The capitalised words that a text begins with; undefined if it begins otherwise. */
function leadingName(text: string, words: LanguageWords): string | undefined {
  const parts: string[] = []
  for (const part of text.split(/\s+/).slice(0, NAME_WORDS_MAX)) {
    const bare = part.replace(/[,;:!?“”"()].*$/u, '').replace(/['’]s$/u, '')
    if (bare === '' || !NAME_WORD.test(bare) || isFunction(bare, words)) break
    parts.push(bare)
    if (bare !== part) break
  }
  while (parts.length > 2 && isRole(parts[0] ?? '', words)) parts.shift()
  while (/^\p{Ll}/u.test(parts.at(-1) ?? '')) parts.pop()
  const name = parts.join(' ').replace(/\.$/, '')
  return /^\p{Lu}/u.test(name) ? name : undefined
}

function introductionsIn(answer: string): string[] {
  return [...answer.matchAll(INTRODUCES)].flatMap(([, name = '']) => {
    const parts = name.trim().split(/\s+/)
    const end = parts.findIndex((part) => !/^(?:\p{Lu}|\p{L}+$)/u.test(part))
    const words = parts.slice(0, end < 0 ? parts.length : end)
    const capitals = words.findIndex((part, index) => index > 0 && !NAME_WORD.test(part))
    const bare = (capitals < 0 ? words : words.slice(0, capitals)).join(' ').replace(/[.,]$/, '')
    return bare === '' ? [] : [bare]
  })
}
