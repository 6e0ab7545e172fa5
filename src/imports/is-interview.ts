import type { Block } from './block.ts'
import type { Description } from './describe-block.ts'
import type { Turn } from './find-turns.ts'
import type { LanguageWords } from './languages/language-words.ts'

/** Fewer questions are rhetorical ones until something else says that two people talk. */
const QUESTIONS_MIN = 2
const QUESTIONS_SURE = 3
/** Of an interview's paragraphs at least so many are questions. */
const QUESTION_SHARE_MIN = 0.12
/** A report quotes and names its sources in so many of its paragraphs. */
const REPORT_SHARE = 0.3
/** Questions that are all set alike and nearly all ask leave no doubt. */
const STYLED_ASKING_MIN = 0.7
const REGULAR = 0.7
/** Points for questions that are all set alike. */
const STYLED = 0.7
/** Points that say "two people talk"; see `evidence`. */
const EVIDENCE_MIN = 1

/** Whether turns found in an unlabelled text are an interview rather than an essay or report that asks now and then. */
export function isInterview(
  blocks: Block[],
  descriptions: Description[],
  at: { turns: Turn[]; title: string; head: string; words: LanguageWords; isStyled: boolean },
): boolean {
  const indexes = blocks.map((_, index) => index)
  const questions = indexes.filter((index) => at.turns[index] === 'question')
  const answers = indexes.filter((index) => at.turns[index] === 'answer')
  const asked = questions.filter((index) => (descriptions[index]?.asking ?? 0) > 0).length
  const pairs = questions.filter((index) => at.turns[index - 1] !== 'question').length
  if (!at.words.isOwn && !at.isStyled && pairs < QUESTIONS_SURE) return false
  if (pairs < QUESTIONS_MIN || asked < pairs / 2) return false
  if (isSectioned(blocks, descriptions, { ...at, questions })) return false
  if (at.isStyled && pairs >= QUESTIONS_SURE && asked >= pairs * STYLED_ASKING_MIN) return true
  if (pairs / (pairs + answers.length) < QUESTION_SHARE_MIN) return false
  const reports = answers.filter((index) =>
    quotesSomebody(blocks[index]?.text ?? '', descriptions[index], at.words),
  )
  if (reports.length >= answers.length * REPORT_SHARE) return false
  return (
    evidence(descriptions, { ...at, questions, answers }) >=
    (pairs >= QUESTIONS_SURE ? EVIDENCE_MIN : EVIDENCE_MIN + 0.5)
  )
}

/** How a collection of questions calls itself: nobody speaks there, and yet each is answered. */
const COLLECTION =
  /\bfaqs?\b|\bq ?[&+] ?a\b|frequently asked|common questions|questions and answers|fragen und antworten|häufig|foire aux questions|questions[- ]réponses|questions fréquentes|preguntas (?:y respuestas|frecuentes)|perguntas (?:e respostas|frequentes)|domande (?:e risposte|frequenti)|问答|常见问题|答疑/iu

/**
 * Whether the headings of an essay ask: they speak to nobody and of nobody, nobody replies below, and nothing above says
 * that somebody was asked.
 */
function isSectioned(
  blocks: Block[],
  descriptions: Description[],
  at: { turns: Turn[]; title: string; questions: number[]; words: LanguageWords },
): boolean {
  if (!at.questions.every((index) => blocks[index]?.markup?.form === 'heading')) return false
  const isPersonal = at.questions.some((index) => descriptions[index]?.you || descriptions[index]?.me)
  const replied = at.questions.filter((index) => descriptions[index + 1]?.replies)
  if (isPersonal || replied.length >= at.questions.length / 2) return false
  const intro = blocks.flatMap(({ text }, index) => (at.turns[index] === 'intro' ? [text] : []))
  const above = [at.title, ...intro].join('\n').toLowerCase()
  return !COLLECTION.test(above) && !at.words.interview.some((word) => above.includes(word))
}

/** Points: questions set alike, questions that speak to somebody, answers that begin as replies or speak of oneself, a head that says so. */
function evidence(
  descriptions: Description[],
  at: {
    turns: Turn[]
    head: string
    words: LanguageWords
    isStyled: boolean
    questions: number[]
    answers: number[]
  },
): number {
  const share = (indexes: number[], holds: (description: Description) => boolean) => {
    const count = indexes.filter((index) => {
      const description = descriptions[index]
      return description !== undefined && holds(description)
    }).length
    return indexes.length === 0 ? 0 : count / indexes.length
  }
  const firstAnswers = at.answers.filter((index) => at.turns[index - 1] === 'question')
  const intro = at.turns.flatMap((turn, index) => (turn === 'intro' ? [index] : []))
  const head = at.head.toLowerCase()
  // Without words to go by, that every question asks and no answer does is a sign.
  const isRegular =
    !at.words.isOwn &&
    share(at.questions, ({ lastAsks }) => lastAsks) === 1 &&
    share(at.answers, ({ asking }) => asking > 0) === 0
  let points =
    (isRegular ? REGULAR : 0) + (at.isStyled ? STYLED : 0) + 1.2 * share(at.questions, ({ you }) => you)
  points +=
    1.2 * share(firstAnswers, ({ replies }) => replies) + 0.3 * share(firstAnswers, ({ resumes }) => resumes)
  points +=
    0.8 * (share(at.answers, ({ me }) => me) - share(intro, ({ me }) => me)) -
    0.5 * share(at.questions, ({ me }) => me)
  points += at.words.interview.some((word) => head.includes(word)) ? 0.6 : 0
  points += Math.min(0.6, at.questions.length / (at.questions.length + at.answers.length))
  return points
}

/** A quotation beside a verb of saying. */
function quotesSomebody(text: string, description: Description | undefined, words: LanguageWords): boolean {
  if (!/["“„«]/.test(text) || description === undefined) return false
  return description.words.some((word) => words.says.has(word))
}
