import type { Block, Places } from './block.ts'
import { type Description, isTitleCase } from './describe-block.ts'
import type { Head } from './find-head.ts'
import { wordsIn } from './words.ts'
import type { TurnOfBlock } from './read-turns.ts'
import { placeClosing } from './find-closing.ts'
import type { Speakers } from './find-speakers.ts'
import type { LanguageWords } from './languages/language-words.ts'

/** A dek is shorter than a paragraph of the intro. */
const DEK_CHARS_MAX = 280
/** Between title and date line stands nothing else. */
const DEK_ABOVE_DATE_CHARS_MAX = 500
const DEK_SENTENCES_MAX = 2
/** Words of the publisher in one paragraph that make it a note on the series. */
const SERIES_WORDS_MIN = 2
const NOTE_CHARS_MAX = 900
/** How far from the end a note or biography may stand. */
const END_BLOCKS_MAX = 3
/** "Jane Doe, 40, is a …", "Jane Doe was born …", "Jane Doe lebt in …". */
const IS_A =
  /^(\p{Lu}\S*(?: \S+){1,4}?),?(?:\s[^,]{0,60},)? (?:(?:is|was|ist|war|est|es|è|é) (?:an?|the|one|born|based|currently|ein|eine|un|une|una|um|uma|il|la|le|el|o|n[ée]e?|nato|nata|\p{L}+ (?:professor|fellow|editor|director))|lives|works|teaches|wurde|lebt|arbeitet|lehrt|vit|travaille|enseigne|nació|vive|trabaja|nasceu|trabalha|lavora|insegna)\b/u

/** Places what stands above the first question: dek, note and intro. Without an interview all of the text is its intro. */
export function placeIntro(text: {
  blocks: Block[]
  descriptions: Description[]
  places: Places
  indexes: number[]
  head: Head
  words: LanguageWords
  isInterview: boolean
  /** As the format says; null where it says nothing. */
  dek: string | null
}): void {
  const { blocks, descriptions, places, head, words } = text
  const open = text.indexes.filter((index) => {
    const description = descriptions[index]
    const block = blocks[index]
    if (!text.isInterview || block === undefined || description === undefined) return true
    if (!speaksOfSeries(block, description, words)) return true
    places[index] = { kind: 'note', rule: 'series-words', confidence: 0.8 }
    return false
  })
  const dek = open.find((index) => index > (head.title ?? (head.titleText === undefined ? Infinity : -1)))
  if (dek !== undefined && dek === open[0] && isDek(dek, open[1])) {
    places[dek] = { kind: 'dek', rule: 'below-title', confidence: 0.85 }
  }
  for (const index of open) {
    if (places[index] !== undefined) continue
    const isLine = text.isInterview && descriptions[index]?.titleLike === true
    places[index] = isLine
      ? { kind: 'heading', rule: 'line-above-interview', confidence: 0.5 }
      : { kind: 'intro', rule: text.isInterview ? 'above-first-question' : 'no-interview', confidence: 0.85 }
  }

  function isDek(index: number, next: number | undefined): boolean {
    const block = blocks[index]
    const description = descriptions[index]
    if (block === undefined || description === undefined) return false
    if (text.dek !== null) return isSameDek(text.dek, block.text)
    if (description.sentences > DEK_SENTENCES_MAX) return false
    if (index < (head.date?.block ?? 0)) return block.text.length <= DEK_ABOVE_DATE_CHARS_MAX
    if (!text.isInterview) return false
    const isSubtitle =
      description.titleLike && description.words.length >= 4 && index === (head.title ?? 0) + 1
    const after = next === undefined ? undefined : blocks[next]
    return (
      isSubtitle ||
      (block.text.length <= DEK_CHARS_MAX && after !== undefined && after.text.length > block.text.length)
    )
  }
}

/** Whether one is the other, or its beginning. */
function isSameDek(named: string, written: string): boolean {
  const [one, other] = [named, written].map((text) => wordsIn(text).join(' '))
  if (one === undefined || other === undefined || one === '' || other === '') return false
  return one.startsWith(other) || other.startsWith(one)
}

function speaksOfSeries({ text }: Block, { words: tokens }: Description, words: LanguageWords): boolean {
  if (text.length > NOTE_CHARS_MAX || tokens.some((word) => words.says.has(word))) return false
  const line = ` ${tokens.join(' ')} `
  return words.series.filter((phrase) => line.includes(` ${phrase} `)).length >= SERIES_WORDS_MIN
}

/** Places headings that stand before a question, and a note or biography behind the last answer. Leaves each answer a block. */
export function placeAsides(
  text: {
    blocks: Block[]
    descriptions: Description[]
    places: Places
    headText: string
    speakers: Speakers | undefined
    words: LanguageWords
  },
  turns: TurnOfBlock[],
): TurnOfBlock[] {
  const { blocks, descriptions, places } = text
  const open = placeClosing(text, turns)
  return open.filter(({ block: index, turn }, at) => {
    const block = blocks[index]
    const description = descriptions[index]
    if (turn !== 'answer' || block === undefined || description === undefined) return true
    if (block.markup?.form === 'heading' && isAmongAnswers(open, at)) {
      places[index] = { kind: 'heading', rule: 'section-heading', confidence: 0.8 }
      return false
    }
    if (open[at - 1]?.turn !== 'answer') return true
    const isLabelled = open[at]?.speaker !== open[at - 1]?.speaker
    const isLast = at >= open.length - END_BLOCKS_MAX
    if (isLast && speaksOfSeries(block, description, text.words)) {
      places[index] = { kind: 'note', rule: 'series-words', confidence: 0.7 }
    } else if (isLast && !description.me && introduces(block.text, text.headText)) {
      places[index] = { kind: 'bio', rule: 'name-is-a', confidence: 0.8 }
    } else if (
      !isLabelled &&
      block.markup?.form !== 'item' &&
      open[at + 1]?.turn === 'question' &&
      description.titleLike &&
      isHeading(block.text)
    ) {
      places[index] = { kind: 'heading', rule: 'line-before-question', confidence: 0.7 }
    }
    return places[index] === undefined
  })
}

/** Whether another block answers beside this one. */
function isAmongAnswers(turns: TurnOfBlock[], at: number): boolean {
  return turns[at - 1]?.turn === 'answer' || turns[at + 1]?.turn === 'answer'
}

function isHeading(text: string): boolean {
  return isTitleCase(text) || /^\p{Lu}[\p{Lu}\s\d]+$/u.test(text)
}

/** "Jane Doe is a …" of somebody whom the head names. */
function introduces(text: string, head: string): boolean {
  const name = IS_A.exec(text)?.[1]
  const surname = name?.split(' ').at(-1)
  return surname !== undefined && head.includes(surname)
}
