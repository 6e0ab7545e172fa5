import type { Block, Metadata, Places } from './block.ts'
import { type Description, isTitleCase } from './describe-block.ts'
import { isFurniture } from './find-furniture.ts'
import { type DateRead, readDate } from './read-date.ts'
import type { LanguageWords } from './languages/language-words.ts'
import { FURNITURE, wordsOf } from './words-of-languages.ts'
import { sentencesIn, wordsIn } from './words.ts'

/** What stands above an interview: in so many blocks, or it is not there. */
const HEAD_BLOCKS_MAX = 15
const TITLE_LINE_CHARS_MAX = 200
const TITLE_LINE_WORDS_MAX = 30
const DATE_LINE_CHARS_MAX = 140
/** Words that a date line may have beside the date ("Published on … in Paris"). */
const DATE_LINE_WORDS_MAX = 5
const BYLINE_WORDS_MAX = 20
const SITE_AFTER_TITLE = /^(.{8,}?)\s+[|–—-]\s+([^|]{2,40})$/

export interface Head {
  /** Index of the block. */
  title: number | undefined
  /** The title; undefined where the text has none. */
  titleText: string | undefined
  date: (DateRead & { block: number }) | undefined
  /** The publisher, where the page's title names it behind the headline. */
  publisher: string | null
}

/** Places title, date and bylines, which show what they are wherever the interview begins. `end` is its first labelled turn. */
export function placeHead(
  blocks: Block[],
  descriptions: Description[],
  places: Places,
  page: { language: string; words: LanguageWords; end: number; metadata: Metadata },
): Head {
  const end = Math.min(page.end, HEAD_BLOCKS_MAX, blocks.length)
  const date = placeDates(blocks, places, { ...page, end })
  placeBylines(blocks, places, { ...page, end })
  const named = page.metadata.title ?? undefined
  const title =
    titleBlock(blocks, named, end) ??
    (named === undefined ? findTitle(blocks, descriptions, places, end) : undefined)
  const titleText = named ?? (title === undefined ? undefined : blocks[title]?.text)
  if (title === undefined) return { title, titleText, date, publisher: null }
  const line = normal(titleText)
  let publisher: string | null = null
  for (let index = 0; index < end; index += 1) {
    const text = blocks[index]?.text ?? ''
    const site = SITE_AFTER_TITLE.exec(text)
    if (index === title) places[index] = { kind: 'title', rule: 'first-line', confidence: 0.95 }
    else if (line !== '' && normal(text) === line)
      places[index] = { kind: 'heading', rule: 'repeated-title', confidence: 0.98 }
    else if (site !== null && line !== '' && normal(site[1]) === line) {
      places[index] = { kind: 'heading', rule: 'page-title', confidence: 0.95 }
      publisher = site[2] ?? null
    } else if (index < title) places[index] ??= { kind: 'navigation', rule: 'before-title', confidence: 0.7 }
  }
  return { title, titleText, date, publisher }
}

/** The block that is the title: as the text calls itself, else its only heading of the first level. */
function titleBlock(blocks: Block[], named: string | undefined, end: number): number | undefined {
  const head = blocks.slice(0, end)
  const found =
    named === undefined
      ? head.findIndex(({ markup }) => markup?.level === 1)
      : head.findIndex(({ text }) => normal(text) !== '' && normal(text) === normal(named))
  const isOnly = named !== undefined || blocks.filter(({ markup }) => markup?.level === 1).length === 1
  return found >= 0 && isOnly ? found : undefined
}

/** The words of a line that is short enough for a title; none of a longer one. */
function normal(text: string | undefined): string {
  return text === undefined || text.length > TITLE_LINE_CHARS_MAX ? '' : wordsIn(text).join(' ')
}

/** The first line that can be a title; one that is repeated in the head is surely it. */
function findTitle(
  blocks: Block[],
  descriptions: Description[],
  places: Places,
  end: number,
): number | undefined {
  const lines = blocks.slice(0, end).map((block) => normal(block.text))
  const open = lines.flatMap((_, index) => (places[index] === undefined ? [index] : []))
  const canBe = (index: number | undefined) =>
    index !== undefined && isTitleLine(blocks, descriptions, places, index)
  const repeated = open.find((index) => {
    const line = lines[index] ?? ''
    const isShort = (blocks[index]?.text.length ?? 0) <= TITLE_LINE_CHARS_MAX && line.includes(' ')
    const again = (other: string, at: number) =>
      at !== index && (other === line || other.startsWith(`${line} `))
    return (
      isShort &&
      lines.some((other, at) => again(other, at) && (blocks[at]?.text.length ?? 0) <= TITLE_LINE_CHARS_MAX)
    )
  })
  if (repeated !== undefined && canBe(repeated)) return repeated
  const [first, second] = open.filter((index) => !isKicker(blocks[index]?.text ?? ''))
  if (first === undefined || !canBe(first)) return undefined
  const isOneWord = !(lines[first] ?? '').includes(' ') && /\p{Script=Latin}/u.test(lines[first] ?? '')
  return isOneWord && second !== undefined && descriptions[second]?.titleLike === true && canBe(second)
    ? second
    : first
}

function isKicker(text: string): boolean {
  return isFurniture(text, FURNITURE) || / [>»›] /.test(text)
}

function isTitleLine(blocks: Block[], descriptions: Description[], places: Places, index: number): boolean {
  const text = blocks[index]?.text ?? ''
  const description = descriptions[index]
  if (description === undefined || text.length > TITLE_LINE_CHARS_MAX) return false
  if (description.words.length === 0 || description.words.length > TITLE_LINE_WORDS_MAX) return false
  const next = descriptions[index + 1]
  const isRepeated = normal(text) === normal(blocks[index + 1]?.text)
  if (isRepeated || isTitleCase(text)) return true
  if (/[.,;:。，；：]["”’»]*$/.test(text)) return false
  if (!description.lastAsks) return true
  const nextIsHead = places[index + 1] !== undefined || next?.lastAsks === true
  return nextIsHead || (!description.you && next !== undefined && !next.replies && !next.me)
}

/** Places lines that are a date; the first that is no update is the day of publication. */
function placeDates(
  blocks: Block[],
  places: Places,
  page: { language: string; words: LanguageWords; end: number },
): (DateRead & { block: number }) | undefined {
  let published: (DateRead & { block: number }) | undefined
  let updated: typeof published
  for (let index = 0; index < page.end; index += 1) {
    const text = blocks[index]?.text ?? ''
    if (text.length > DATE_LINE_CHARS_MAX) continue
    const date = readDate(text, page.language)
    const isByline = startsAsByline(text, page.words) || BYLINE_INSIDE.test(text) || CREDIT_INSIDE.test(text)
    const wordsMax = isByline ? BYLINE_WORDS_MAX : DATE_LINE_WORDS_MAX
    if (date === undefined || wordsBesideDate(text, date) > wordsMax) continue
    const isUpdate =
      /\b(?:updated|modified|aktualisiert|mis à jour|actualizado|atualizado|aggiornato)\b|更新/iu.test(text)
    places[index] = { kind: isByline ? 'byline' : 'date', rule: 'date-line', confidence: 0.95 }
    if (isUpdate) updated ??= { ...date, block: index }
    else published ??= { ...date, block: index }
  }
  return published ?? updated
}

/** "Posted on August 4, 2019 by Jane Doe" */
const BYLINE_INSIDE =
  /(?:^|[\s|·,–—-])(?:by|words|text|von|par|por|di|文|作者|记者|采访)\s*[:：/／]?\s*(?:\p{Lu}\p{L}+ (?:\S+ )?\p{Lu}|\p{Script=Han}{2,4}(?!\p{Script=Han}))/iu

/** "12 April 2016 · Interview: Jane Doe" */
const CREDIT_INSIDE =
  /(?:^|[\s|·,–—-])(?:interview|gespräch|entretien|entrevista|intervista|autore?|autorin|autora|auteure?|author|reporter)\s*[:：]\s*\p{Lu}\p{L}+ (?:\S+ )?\p{Lu}/iu

/** Words of a line that neither are its date nor a name in its byline. */
function wordsBesideDate(text: string, date: DateRead): number {
  const rest = text.replace(date.text, ' ')
  const words = wordsIn(rest).filter((word) => !/^\d+$/.test(word))
  return sentencesIn(rest).length > 1 && /[.?!]$/.test(text) ? Infinity : words.length
}

function placeBylines(blocks: Block[], places: Places, page: { words: LanguageWords; end: number }): void {
  for (let index = 0; index < page.end; index += 1) {
    const text = blocks[index]?.text ?? ''
    if (places[index] !== undefined || text.split(' ').length > BYLINE_WORDS_MAX || /[.?!]["”]?$/.test(text))
      continue
    if (startsAsByline(text, page.words))
      places[index] = { kind: 'byline', rule: 'byline-words', confidence: 0.9 }
  }
}

/** Whether a line begins "By Jane Doe" or "Interviewer: Jane Doe". */
function startsAsByline(text: string, words: LanguageWords): boolean {
  const line = text.toLowerCase()
  const phrase = words.by.of(line) ?? wordsOf('en').by.of(line)
  if (phrase !== undefined)
    return /^\s*[:：]?\s*(?:\p{Lu}\p{L}+|\p{Script=Han})/u.test(text.slice(phrase.length))
  return /^(?:interviewers?|interviewees?|authors?|guests?|hosts?|moderators?)\s*:\s*\p{Lu}/iu.test(text)
}
