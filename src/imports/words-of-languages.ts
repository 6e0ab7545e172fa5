import { de } from './languages/de.ts'
import { en } from './languages/en.ts'
import { es } from './languages/es.ts'
import { fr } from './languages/fr.ts'
import { it } from './languages/it.ts'
import { pt } from './languages/pt.ts'
import { zh } from './languages/zh.ts'
import { type LanguageWords, set } from './languages/language-words.ts'
import { Openings } from './words.ts'

const languages: Record<string, LanguageWords> = { en, de, fr, es, pt, it, zh }

const foreign: LanguageWords = { ...en, isOwn: false }

/** The words of a language by its BCP 47 tag; those of English, as not its own, for a language that we have none of. */
export function wordsOf(language: string): LanguageWords {
  return languages[language.split('-')[0] ?? ''] ?? foreign
}

/** Of a text's words so many are small words of its language, and hardly any other language has two thirds as many of them. */
const FUNCTION_SHARE_MIN = 0.25
const NEXT_SHARE_MAX = 0.66

/** The one of our languages whose small words these clearly are; undefined if it is another one or not clear. */
export function languageOfWords(words: string[]): string | undefined {
  const counts = Object.entries(languages)
    .map(([language, { functions }]) => ({
      language,
      count: words.filter((word) => functions.has(word)).length,
    }))
    .sort((a, b) => b.count - a.count)
  const [first, second] = counts
  if (first === undefined || first.language === 'zh' || first.count < words.length * FUNCTION_SHARE_MIN)
    return undefined
  return (second?.count ?? 0) <= first.count * NEXT_SHARE_MAX ? first.language : undefined
}

/** Endings by which many languages form names of professions: hydrologist, Biologin, économiste, Forstwissenschaftlerin. */
const PROFESSION =
  /(?:(?:wissenschaftler|kundler|mediziner|forscher|minister|leiter|direktor|sprecher|historiker|politiker|schauspieler|unternehmer|lehrer|trainer)(?:in)?|[\p{L}]{4}(?<!q[uv])ist|[\p{L}]{4}(?<!entrev|interv|conqu|autop)ista|grapher|logue|loge|login|nomiste|ólogo|óloga|ologo|ologa)$/u

/** How each of them ends: most words need no closer look. */
const PROFESSION_ENDS = set('er or in st ta ue ge te go ga')

/** Whether a word is a noun by which people are introduced. */
export function isRole(word: string, words: LanguageWords): boolean {
  const lower = word.toLowerCase()
  return words.roles.has(lower) || (PROFESSION_ENDS.has(lower.slice(-2)) && PROFESSION.test(lower))
}

/** Phrases of all languages together: pages mix them (a German page shares by "Share"). */
function ofAll(list: 'furniture' | 'related' | 'topics' | 'captions'): Openings {
  return new Openings([...new Set(Object.values(languages).flatMap((words) => words[list]))])
}

export const FURNITURE = ofAll('furniture')
export const RELATED = ofAll('related')
export const TOPIC_LABELS = ofAll('topics')
export const CAPTIONS = ofAll('captions')

/** Labels of the one who asks, in any language. */
export const ASKER_LABELS = set(
  'q question interviewer interviewers host hosts moderator presenter frage f frager interviewerin moderation pregunta p pergunta entrevistador entrevistadora d domanda intervistatore 问 問 问题 提问 记者 記者 主持人 采访者 採訪者',
)
/** Labels of the one who answers, in any language. */
export const ANSWERER_LABELS = set(
  'a answer interviewee guest guests antwort gast r réponse reponse respuesta resposta risposta entrevistado entrevistada intervistato 答 回答 受访者 受訪者 嘉宾',
)
