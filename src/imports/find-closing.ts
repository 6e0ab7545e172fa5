import type { Block, Place, Places } from './block.ts'
import type { Description } from './describe-block.ts'
import type { Speakers } from './find-speakers.ts'
import type { LanguageWords } from './languages/language-words.ts'
import type { TurnOfBlock } from './read-turns.ts'
import { wordsIn } from './words.ts'

/** What closes a page is shorter than a paragraph of an answer. */
const CREDIT_WORDS_MAX = 40
const THANKS_WORDS_MAX = 18
const NOTE_CHARS_MAX = 900
/** Set apart at the end stand a few paragraphs at most, and less of the text than this. */
const CLOSING_BLOCKS_MAX = 8
const CLOSING_SHARE_MAX = 0.3
const SET_SHARE = 0.9

interface Text {
  speakers: Speakers | undefined
  blocks: Block[]
  descriptions: Description[]
  places: Places
  words: LanguageWords
}

/**
 * Places what stands behind the last answer and belongs to no answer: a section of its own, credits, thanks, notes in
 * italics or behind a rule, links. Gives the turns that remain; every question keeps a block of its answer.
 */
export function placeClosing(text: Text, turns: TurnOfBlock[]): TurnOfBlock[] {
  const remaining = withoutClosingSection(text, turns)
  for (;;) {
    const last = remaining.at(-1)
    const before = remaining.at(-2)
    if (last === undefined || before === undefined) return remaining
    const block = text.blocks[last.block]
    const description = text.descriptions[last.block]
    if (block === undefined || description === undefined) return remaining
    const isThanks = thanks(block, description, text.words)
    const place =
      last.turn === 'question' && isThanks
        ? THANKS
        : last.turn === 'answer' && before.turn === 'answer' && before.speaker === last.speaker
          ? closingPlace(block, description, text)
          : undefined
    if (place === undefined) return remaining
    text.places[last.block] = place
    remaining.pop()
  }
}

/** Terms of use, in the words of several languages. */
const LICENCE =
  /\b(?:creative commons|licen[cs]e|licence|lizenz|licencia|licença|licenza|copyright|all rights reserved|alle rechte vorbehalten|tous droits réservés)\b|©/iu

/** How a box about somebody opens, in the words of several languages. */
const ABOUT_SOMEBODY =
  /^(?:zur person|zum autor|zur autorin|über (?:den autor|die autorin)|about the (?:author|interviewer|interviewee|guest|writer)|biographie|bio|sobre (?:el autor|la autora|o autor|a autora)|quién es|quem é|chi è|l[’']auteure?|l[’']autore|l[’']autrice|作者简介|人物简介|嘉宾简介|受访者简介)(?=\s*(?:[:：]|$))/iu

/** How a transcript says that it is over, in the words of several languages. */
const END_MARK =
  /^[[(（]?(?:(?:end|ende|fin|fine|fim) (?:of|der|des|du|de|da|do|della?)(?: the| la| el| l[’'])? ?(?:transcript|recording|interview|audio|tape|aufzeichnung|transkripts?|interviews|entretien|enregistrement|entrevista|transcripción|grabación|transcrição|gravação|intervista|registrazione|trascrizione)|applause|beifall|applaudissements|aplausos|applausi|完|采访结束|全文完)[.。]?[\])）]?$/iu

const THANKS: Place = { kind: 'note', rule: 'closing-thanks', confidence: 0.7 }

function closingPlace(block: Block, description: Description, text: Text): Place | undefined {
  if (thanks(block, description, text.words)) return THANKS
  if (description.words.length <= CREDIT_WORDS_MAX && isCredit(block.text, description, text.words))
    return { kind: 'byline', rule: 'credit-line', confidence: 0.75 }
  if (END_MARK.test(block.text)) return { kind: 'markup', rule: 'end-mark', confidence: 0.9 }
  if (ABOUT_SOMEBODY.test(block.text) && !description.me)
    return { kind: 'bio', rule: 'about-somebody', confidence: 0.7 }
  if (isLinked(block) && description.words.length <= CREDIT_WORDS_MAX && !description.me)
    return { kind: 'related', rule: 'link-line', confidence: 0.6 }
  if (description.words.length <= CREDIT_WORDS_MAX && LICENCE.test(block.text))
    return { kind: 'note', rule: 'licence-line', confidence: 0.8 }
  const isShort = block.text.length <= NOTE_CHARS_MAX
  if (isShort && /^[*†]\s?\p{L}/u.test(block.text))
    return { kind: 'note', rule: 'asterisk-note', confidence: 0.7 }
  if (
    isShort &&
    covered(block, 'emphasis') >= SET_SHARE &&
    !text.blocks.slice(0, -CLOSING_BLOCKS_MAX).some(isItalic)
  )
    return { kind: 'note', rule: 'set-apart', confidence: 0.7 }
  if (isShort && block.markup?.afterRule === true && !description.me)
    return { kind: 'note', rule: 'behind-rule', confidence: 0.6 }
  return undefined
}

function isItalic(block: Block): boolean {
  return block.text.length > 100 && covered(block, 'emphasis') >= SET_SHARE
}

/** The share of a block's words that are marked so. */
function covered({ text, markup }: Block, kind: 'emphasis' | 'link'): number {
  const marks = markup?.marks.filter((mark) => mark.kind === kind) ?? []
  return marks.reduce((sum, { from, to }) => sum + to - from, 0) / Math.max(1, text.length)
}

function isLinked(block: Block): boolean {
  return covered(block, 'link') >= 0.6
}

/** Thanks to somebody for the talk. */
function thanks({ text }: Block, { words, lastAsks }: Description, language: LanguageWords): boolean {
  if (lastAsks || words.length > THANKS_WORDS_MAX || words.length < 2) return false
  const line = words.join(' ')
  const isTalk =
    words.some((word) => language.talk.has(word)) || language.interview.some((word) => line.includes(word))
  const opens = text
    .split(/[.!?。！？—–,，]\s*/u)
    .some((part) => language.thanks.of(wordsIn(part).join(' ')) !== undefined)
  return opens && isTalk
}

/** "The interview was conducted by Jane Doe", "Interview: Jane Doe", "Photos: Jane Doe". */
export function isCredit(text: string, { lastAsks, me }: Description, words: LanguageWords): boolean {
  if (lastAsks || me) return false
  const line = text.toLowerCase().replace(/^[（([]/u, '')
  const opening = words.by.of(line) ?? words.interview.find((word) => line.startsWith(word))
  return (
    opening !== undefined &&
    /\p{Lu}\p{L}+ \p{Lu}|[:：]|\d{4}|\p{Script=Han}{2,4}(?:整理|采访|採訪|撰文|编辑|摄影)/u.test(
      text.slice(opening.length),
    )
  )
}

/** Without what follows a heading or thanks behind the last question that open something else than its answer. */
function withoutClosingSection(text: Text, turns: TurnOfBlock[]): TurnOfBlock[] {
  const lastQuestion = turns.findLastIndex(({ turn }) => turn === 'question')
  if (lastQuestion < 0) return [...turns]
  const asked = turns.filter(({ turn }) => turn === 'question').map(({ block }) => text.blocks[block]?.markup)
  const level = Math.max(0, ...asked.map((markup) => markup?.level ?? 0))
  const earlier = turns.slice(0, lastQuestion).filter(({ turn }) => turn === 'answer')
  const usesHeadings = earlier.some(({ block }) => text.blocks[block]?.markup?.form === 'heading')
  const from = turns.findIndex(({ block, turn }, at) => {
    const markup = text.blocks[block]?.markup
    if (at <= lastQuestion + 1 || turn !== 'answer' || markup?.form !== 'heading') return false
    return level > 0 ? markup.level <= level || !usesHeadings : !usesHeadings
  })
  const thanked = closingThanks(text, turns, lastQuestion)
  const start = unanswered(text, turns) ?? thanked ?? (from < 0 ? turns.length : from)
  const section = turns.slice(start)
  if (thanked === undefined && isLong(text, section)) return [...turns]
  for (const { block } of section) {
    const isThanks = isThanksAt(text, block)
    text.places[block] = isThanks ? THANKS : { kind: 'related', rule: 'closing-section', confidence: 0.65 }
  }
  return turns.slice(0, start)
}

/** Index of a question behind the last labelled answer of a text that labels its answers: what follows is nobody's. */
function unanswered({ speakers }: Text, turns: TurnOfBlock[]): number | undefined {
  if (speakers?.oneSided !== 'answerers') return undefined
  const last = turns.findLastIndex(({ speaker }) => speaker !== null)
  const from = turns.findIndex(({ turn }, at) => at > last && turn === 'question')
  return from < 0 ? undefined : from
}

/** Index of the turn that thanks and is not answered, though something stands behind it. */
function closingThanks(text: Text, turns: TurnOfBlock[], lastQuestion: number): number | undefined {
  const question = turns[lastQuestion]
  const answer = turns[lastQuestion + 1]
  const asked = question === undefined ? undefined : text.descriptions[question.block]
  const said = answer === undefined ? undefined : text.descriptions[answer.block]
  if (asked === undefined || said === undefined || !isThanksAt(text, question?.block ?? -1)) return undefined
  const isSection = answer !== undefined && text.blocks[answer.block]?.markup?.form === 'heading'
  const isAnswered = !isSection && (answer?.speaker !== question?.speaker || said.replies || said.me)
  return isAnswered || turns[lastQuestion - 1]?.turn === 'question' ? undefined : lastQuestion
}

function isThanksAt({ blocks, descriptions, words }: Text, index: number): boolean {
  const block = blocks[index]
  const description = descriptions[index]
  return block !== undefined && description !== undefined && thanks(block, description, words)
}

function isLong({ blocks }: Text, section: TurnOfBlock[]): boolean {
  const all = blocks.reduce((sum, { text }) => sum + text.length, 0)
  const length = section.reduce((sum, { block }) => sum + (blocks[block]?.text.length ?? 0), 0)
  return length > all * CLOSING_SHARE_MAX
}
