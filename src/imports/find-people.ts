import type { ImportedPerson } from './contract.ts'
import { withoutCapitals } from './name-speakers.ts'
import { namesNoPerson } from './no-persons.ts'
import { BYLINE, peopleInSentences, type Sighting } from './people-in-sentence.ts'
import type { LanguageWords } from './languages/language-words.ts'
import { wordsIn } from './words.ts'

/** A paragraph with its words. */
export interface TextOfPeople {
  text: string
  words: string[]
}

/** The texts that names are looked for in. */
export interface TextsOfPeople {
  title: string
  /** Lines that name who asked, wrote or translated. */
  bylines: TextOfPeople[]
  /** Dek, intro and notes. */
  head: TextOfPeople[]
  body: TextOfPeople[]
  /** Full names that labels give. */
  askers: string[]
  answerers: string[]
  /** Full names of those who wrote, as the format says. */
  authors: string[]
  isInterview: boolean
  /** Somebody speaks of himself in it. */
  isPersonal: boolean
  language: string
  words: LanguageWords
}

/** Points that make a capitalised sequence a person. */
const PERSON_MIN = 1
/** A byline names people. */
const NAMED_IN_BYLINE = 0.6
/** Without any sign of a person a sequence of capitals asks and answers nothing. */
const SIGN_MIN = 0.5
/** The text says that it is an interview with that name. */
const SURELY_ANSWERS = 2
/** A surname that also stands alone. */
const SURNAME_ALONE = 0.6
const IN_TITLE = 1
/** Points that make somebody of the head answer: to be named there may be enough. Or ask: that has to be said. */
const ANSWERS_MIN = 0.5
const ASKS_MIN = 1
/** Points of a name that is alone in the head. */
const ONLY_ANSWERS_MIN = 0.3

interface Candidate {
  name: string
  points: number
  title: string | null
  answers: number
  asks: number
}

/** People of a text: who answers, who asks (or wrote), then who is mentioned, each in order of appearance. */
export function findPeople(texts: TextsOfPeople): ImportedPerson[] {
  const { words, language } = texts
  const sightings = [
    ...texts.bylines.flatMap(({ text }) =>
      peopleInSentences(withoutCapitals(text), { words, isHead: true }).map((sighting) => ({
        ...sighting,
        points: sighting.points + NAMED_IN_BYLINE,
        // Whoever a byline names has asked, or written, unless it says that he was asked.
        asks: sighting.answers >= SURELY_ANSWERS ? sighting.asks : BYLINE,
        answers: sighting.answers >= SURELY_ANSWERS ? sighting.answers : 0,
      })),
    ),
    ...texts.head.flatMap(({ text }) => peopleInSentences(text, { words, isHead: true })),
    ...texts.body.flatMap(({ text }) => peopleInSentences(text, { words, isHead: false })),
  ].filter(({ seen }) => !namesNoPerson(seen.parts, language))
  const counts = countNames([...texts.bylines, ...texts.head, ...texts.body], sightings)
  const candidates = new Map<string, Candidate>()
  for (const sighting of sightings) note(candidates, sighting, counts)
  for (const person of candidates.values()) if (texts.title.includes(person.name)) person.answers += IN_TITLE
  return rolesOf(withoutShortForms([...candidates.values()]), texts)
}

function note(candidates: Map<string, Candidate>, sighting: Sighting, counts: Map<string, number>): void {
  const { seen, points, title, answers, asks } = sighting
  const name = seen.parts.join(' ')
  const alone = isAloneSomewhere(seen.parts, counts) ? SURNAME_ALONE : 0
  const candidate = candidates.get(name) ?? { name, points: alone, title: null, answers: 0, asks: 0 }
  candidates.set(name, candidate)
  candidate.points = Math.max(candidate.points, alone + points)
  candidate.title ??= title
  candidate.answers += answers
  candidate.asks += asks
}

/** The last name is written more often than the first: sometimes without it. */
function isAloneSomewhere(parts: string[], counts: Map<string, number>): boolean {
  const { first, last } = edgesOf(parts)
  return (counts.get(last) ?? 0) > (counts.get(first) ?? 0)
}

/** First word of the first name and last word of the last. */
function edgesOf(parts: string[]): { first: string; last: string } {
  return { first: wordsIn(parts[0] ?? '')[0] ?? '', last: wordsIn(parts.at(-1) ?? '').at(-1) ?? '' }
}

/** The candidates that are not the end of exactly one longer name ("Rojas Vidal" of Elena Rojas Vidal). */
function withoutShortForms(candidates: Candidate[]): Candidate[] {
  const longer = new Map<string, number>()
  for (const { name } of candidates) {
    const parts = name.split(' ')
    for (let from = 1; from < parts.length - 1; from += 1) {
      const end = parts.slice(from).join(' ')
      longer.set(end, (longer.get(end) ?? 0) + 1)
    }
  }
  return candidates.filter(({ name }) => longer.get(name) !== 1)
}

function rolesOf(people: Candidate[], texts: TextsOfPeople): ImportedPerson[] {
  const titles = new Map(people.map(({ name, title }) => [name, title]))
  const titleOf = (name: string) => titles.get(name) ?? null
  const answering = people.filter(
    ({ answers, asks, points }) =>
      answers >= ANSWERS_MIN && answers > asks && (points >= SIGN_MIN || answers >= SURELY_ANSWERS),
  )
  const best = answering.sort((a, b) => b.answers - b.asks - (a.answers - a.asks) || b.points - a.points)[0]
  const named = best ?? onlyOne(people)
  const guessed = texts.isInterview && named !== undefined ? [named.name] : []
  const answerers = new Set(texts.answerers.length > 0 ? texts.answerers : guessed)
  const asksMin = texts.isInterview ? ASKS_MIN : BYLINE
  const asking = people
    .filter(({ answers, asks, points }) => asks >= asksMin && asks > answers && points >= SIGN_MIN)
    .map(({ name }) => name)
  const [author, ...coauthors] = texts.authors.filter((name) => !answerers.has(name))
  // Who alone has written an interview has asked.
  const writing = texts.isInterview && author !== undefined && coauthors.length === 0 ? [author] : []
  const askers = [texts.askers, asking, writing]
    .map((names) => names.filter((name) => !answerers.has(name)))
    .find((names) => names.length > 0)
  // Questions that nobody answers were put by nobody: somebody wrote them.
  const isAsked = texts.isInterview && (answerers.size > 0 || texts.isPersonal)
  const asks = isAsked ? ('interviewer' as const) : ('author' as const)
  const authors = texts.authors.filter((name) => !answerers.has(name) && askers?.includes(name) !== true)
  const placed = new Set([...answerers, ...(askers ?? []), ...authors])
  // "Mayor Jane Doe" is Jane Doe, whatever language has the word before her name.
  const isPlaced = (name: string) =>
    [...placed].some((known) => name === known || (known.includes(' ') && name.endsWith(` ${known}`)))
  const mentioned = people.filter(({ name, points }) => points >= PERSON_MIN && !isPlaced(name))
  return [
    ...[...answerers].map((name) => ({ name, role: 'interviewee' as const, title: titleOf(name) })),
    ...(askers ?? []).map((name) => ({ name, role: asks, title: titleOf(name) })),
    ...authors.map((name) => ({ name, role: 'author' as const, title: titleOf(name) })),
    ...mentioned.map(({ name, title }) => ({ name, role: 'mentioned' as const, title })),
  ]
}

/** Who alone is named above an interview has given it. */
function onlyOne(people: Candidate[]): Candidate | undefined {
  const [first, ...others] = people.filter(
    ({ answers, asks }) => answers >= ONLY_ANSWERS_MIN && answers > asks,
  )
  return others.length === 0 ? first : undefined
}

/** How often the texts have each first and last name. */
function countNames(texts: TextOfPeople[], sightings: Sighting[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { seen } of sightings) {
    const { first, last } = edgesOf(seen.parts)
    counts.set(first, 0).set(last, 0)
  }
  if (counts.size === 0) return counts
  for (const { words } of texts)
    for (const word of words) {
      const count = counts.get(word)
      if (count !== undefined) counts.set(word, count + 1)
    }
  return counts
}
