import { GIVEN_NAMES } from './given-names.ts'
import { type NameSeen, namesIn } from './read-names.ts'
import type { LanguageWords } from './languages/language-words.ts'
import { isRole } from './words-of-languages.ts'
import { sentencesIn, wordsIn } from './words.ts'

/** A name in a sentence, with what the sentence says of its bearer. */
export interface Sighting {
  seen: NameSeen
  /** Points for its being a person. */
  points: number
  /** As the sentence introduces the person; null if it does not. */
  title: string | null
  /** Points for being the one who answers, or asks; only the head of a text tells. */
  answers: number
  asks: number
}

const TITLED = 1
/** "By Jane Doe": a byline names people. */
const NAMED_IN_BYLINE = 0.6
const SPEAKS = 0.8
const GIVEN = 0.8
/** Whom a sentence is about. */
const SUBJECT = 0.5
/** Particles that stand in names of people; those of Romance languages stand in names of places too. */
const PARTICLE = 1
const PERSONAL_PARTICLE = /^(?:bin|ibn|bint|van|von|zu|af|(?:al|el|ul|ur)-.+)$/u
/** How far around a name its sentence is looked at. */
const BEFORE_CHARS = 60
const AFTER_CHARS = 160

/** May be a capital; found much faster than what is one. */
const CAPITAL = /[A-Z]|[^\0-\x7f]/g
/** Two capitalised words, a particle between them perhaps: without such there is no name, and most sentences are without. */
const TWO_CAPITALS = /\p{Lu}[\p{L}\p{M}.'’-]{0,40}\s(?:\p{Ll}{1,4}\s){0,2}(?:\p{Lu}|\p{Ll}{1,2}[-'’]\p{Lu})/uy

/** Sightings of possible persons in a text, in order. */
export function peopleInSentences(text: string, at: { words: LanguageWords; isHead: boolean }): Sighting[] {
  if (!hasTwoCapitals(text)) return []
  return sentencesIn(text).flatMap((sentence) =>
    hasTwoCapitals(sentence) ? namesIn(sentence, at.words).map((seen) => sightingOf(sentence, seen, at)) : [],
  )
}

function hasTwoCapitals(text: string): boolean {
  CAPITAL.lastIndex = 0
  while (CAPITAL.test(text)) {
    TWO_CAPITALS.lastIndex = CAPITAL.lastIndex - 1
    if (TWO_CAPITALS.test(text)) return true
  }
  return false
}

function sightingOf(
  sentence: string,
  seen: NameSeen,
  at: { words: LanguageWords; isHead: boolean },
): Sighting {
  const before = sentence.slice(Math.max(0, seen.from - BEFORE_CHARS), seen.from)
  const after = sentence.slice(seen.end, seen.end + AFTER_CHARS)
  const near = [...wordsIn(before).slice(-3), ...wordsIn(after, 2)]
  const speaks = near.some((word) => at.words.says.has(word))
  const title = seen.title ?? appositionIn(after, at.words)
  const points =
    (title === null ? 0 : TITLED) +
    (speaks || /^,? who\b/.test(after) ? SPEAKS : 0) +
    (seen.parts.some((part) => GIVEN_NAMES.has(part.toLowerCase())) ? GIVEN : 0) +
    (seen.parts.some((part) => PERSONAL_PARTICLE.test(part)) ? PARTICLE : 0)
  if (!at.isHead) return { seen, points, title, answers: 0, asks: 0 }
  const part = partInTalk({ before, after, speaks, title })
  if (part.asks >= BYLINE) return { seen, points: points + NAMED_IN_BYLINE, title, ...part }
  // Whom a sentence above an interview begins with, it is about: "Jane Doe mends bridges."
  const isSubject = seen.from === 0 && /^(?:,|\s+\p{Ll})/u.test(after)
  return isSubject
    ? { seen, points: points + SUBJECT, title, answers: part.answers + SUBJECT, asks: part.asks }
    : { seen, points, title, ...part }
}

/** "…, senior fellow at X, …" or "… is a senior fellow at X." behind a name; null if no role stands there. */
function appositionIn(after: string, words: LanguageWords): string | null {
  const match = /^(?:,\s*|\s+\(|\s+is\s+)(?:an?\s+|the\s+)?([^,.;:()—]{3,100})/u.exec(after)
  const phrase = match?.[1]?.split(/\s(?:who|whose|and|said|says|told|tells|about)\s/)[0]?.trim()
  if (phrase === undefined || !wordsIn(phrase, 5).some((word) => isRole(word, words))) return null
  return /^(?:\p{Ll}\S*ing|in|on|at|by|to|with|from)\b/u.test(phrase) ? null : phrase
}

const TALK_WITH =
  /(?:interview|conversation|discussion|gespräch|entretien|entrevista|intervista|conversa|sprach|sprechen)[\p{L} ]{0,30}\s(?:with|to|mit|avec|con|com)\s[^.]{0,60}$/iu
const SPOKE_WITH = /\b(?:spoke|speaks|talked|talks|sat down|caught up)\s[^.]*$/iu
const ASKED_HIM = /\b(?:interviewed|asked|interviewt|interviewé|entrevistó|entrevistou)\s[^.]{0,40}$/iu
const BY =
  /(?:^|\b(?:interview|interviewed|conducted|moderated|words|text|written)\s+)by\s*:?\s*[^.,]{0,40}$|(?:interviewers?|hosts?|moderators?|author|reporter):\s*$|^(?:von|par|por|di)\s+$/iu
const ANSWERS_LABEL = /(?:interviewees?|guests?):\s*$/iu
const ASKS_AFTER =
  /^,?\s*(?:[^.]{0,40},\s*)?(?:conducts?|conducted|interviews|interviewed|asked|visited|went to see|moderated|moderates|hosts|hosted)\b/iu
const TALKS_AFTER =
  /^,?\s*(?:[^.]{0,40},\s*)?(?:spoke|speaks|talked|talks|sat down|caught up|discusses|discussed)\b/iu
const TOLD_HIM = /\b(?:tells|told)\s[^.]{0,50}$/iu
const SOMEBODY_SAYS = /^[^,]{0,40},.*\b(?:says|said|tells|told)\b/u
const ASKING_TITLE = /\b(?:editor|reporter|journalist|correspondent|host|interviewer|columnist|writer)s?\b/iu

/** Points for a byline: nothing else says so clearly who asked, or wrote. */
export const BYLINE = 3

/** What a sentence of the head says of somebody's part in the talk. */
function partInTalk(at: { before: string; after: string; speaks: boolean; title: string | null }): {
  answers: number
  asks: number
} {
  const { before, after, title } = at
  if (BY.test(before)) return { answers: 0, asks: BYLINE }
  if (ASKS_AFTER.test(after) || TOLD_HIM.test(before)) return { answers: 0, asks: 2 }
  if (ANSWERS_LABEL.test(before)) return { answers: 3, asks: 0 }
  const isAsking = title !== null && ASKING_TITLE.test(title)
  const part = { answers: title === null || isAsking ? 0 : 1, asks: isAsking ? 1 : 0 }
  const isInterviewed = TALK_WITH.test(before) || ASKED_HIM.test(before)
  if (isInterviewed && SOMEBODY_SAYS.test(after)) part.asks += 1.5
  else if (isInterviewed) part.answers += 2
  else if (SPOKE_WITH.test(before) || TALKS_AFTER.test(after)) part.answers += 0.8
  else part.answers += 0.3 + (at.speaks ? 1.5 : 0)
  return part
}
