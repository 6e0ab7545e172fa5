import { ARTICLE_KINDS } from '../src/contract.ts'
import type { NewDocument } from '../src/revisions/queries.ts'
import type { VocabularyTopic } from '../src/topics/vocabulary.ts'
import { slugOf } from '../src/slug.ts'
import { askAgain, writeName, writeQuestion, writeText, writeTitle } from './language.ts'
import { integerOf, randomFrom, shuffled, zipf } from './random.ts'

/** Of what is made here; to be raised when the same number gives another article. */
export const GENERATOR_VERSION = 1
export const PAIRS_OF_ARTICLE = 10
export const QUESTION_WORDS = 12
export const ANSWER_WORDS = 52
const TOPICS = 50
const ROOTS = 5
const BRANCHES = 15
const PEOPLE = 500
const FIRST_DAY = Date.UTC(1985, 0, 1)
const YEARS = 40
const YEAR_MS = 365.25 * 24 * 3_600_000
/** Most of an archive is of one kind and in one language. */
const kindRanks = zipf(ARTICLE_KINDS.length - 1, { exponent: 2 })
const LANGUAGES = ['en', 'fr', 'de', 'es']
const languageRanks = zipf(LANGUAGES.length, { exponent: 3 })
const topicRanks = zipf(TOPICS)
const personRanks = zipf(PEOPLE, { shift: 2 })

/** People from the one who is met most often to the one who is met least. */
export const people = makePeople()
/** Topics, those first that most articles are about. */
export const topics = makeTopics()

function makePeople(): string[] {
  const random = randomFrom(2)
  const names = new Set<string>()
  while (names.size < PEOPLE) names.add(writeName(random, 2))
  return [...names]
}

/** A tree of three levels, in which frequent and rare topics stand on each. */
function makeTopics(): VocabularyTopic[] {
  const random = randomFrom(3)
  const named = new Map<string, string>()
  while (named.size < TOPICS) {
    const name = writeName(random, 2)
    named.set(slugOf(name), name)
  }
  const slugs = [...named.keys()]
  const broaderOf = (index: number) => {
    if (index < ROOTS) return null
    const isBranch = index < ROOTS + BRANCHES
    return (isBranch ? slugs[index % ROOTS] : slugs[ROOTS + (index % BRANCHES)]) ?? null
  }
  const tree = [...named].map(([slug, name], index): VocabularyTopic => {
    return { slug, name, description: null, altLabels: [], broader: broaderOf(index), sameAs: [] }
  })
  return shuffled(tree, random)
}

/** The article of this number in an archive of so many, and when it was published: the higher, the later. */
export function newArticle(number: number, articles: number): NewDocument & { publishedAt: string } {
  const random = randomFrom(1000 + number)
  const drawn = (draw: () => string, count: number) => {
    const some = new Set<string>()
    while (some.size < count) some.add(draw())
    return [...some]
  }
  const ofSlug = drawn(() => topics[topicRanks.draw(random)]?.slug ?? '', 3)
  const about = topics.filter(({ slug }) => ofSlug.includes(slug)).map(({ slug, name }) => ({ slug, name }))
  const [host = '', guest = '', other = ''] = drawn(() => people[personRanks.draw(random)] ?? '', 3)
  const qa = Array.from({ length: PAIRS_OF_ARTICLE }, (_, index): NewDocument['qa'][number] => {
    const words = integerOf(random, ANSWER_WORDS / 2, ANSWER_WORDS * 1.5)
    const paragraphs = [writeText(random, words >> 1), `*${writeText(random, words - (words >> 1))}*`]
    return {
      question: writeQuestion(random, integerOf(random, QUESTION_WORDS / 2, QUESTION_WORDS * 1.5)),
      answer: paragraphs.join('\n\n'),
      askedBy: host,
      answeredBy: [guest],
      mentions: index % 4 === 3 ? [other] : [],
      topics: shuffled(about, random).slice(0, integerOf(random, 1, 2)),
    }
  })
  return {
    title: writeTitle(random, integerOf(random, 4, 8)),
    dek: writeText(random, 18),
    kind: ARTICLE_KINDS[kindRanks.draw(random)] ?? 'interview',
    language: LANGUAGES[languageRanks.draw(random)] ?? 'en',
    publishedAt: new Date(FIRST_DAY + ((number + random()) / articles) * YEARS * YEAR_MS).toISOString(),
    ...{ intro: writeText(random, 40), note: null, topics: about, qa },
    people: [
      { name: guest, role: 'interviewee', title: 'Guest of the house' },
      { name: host, role: 'interviewer', title: null },
      { name: other, role: 'mentioned', title: null },
    ],
    source: { name: 'Bench', url: `https://bench.example/${number}`, language: null },
  }
}

/** The day at this share, from 0 to 1, of the time in which articles were published. */
export function dayAt(share: number): string {
  return new Date(FIRST_DAY + share * YEARS * YEAR_MS).toISOString().slice(0, 10)
}

/** Questions of readers about so many articles of an archive, spread over all of it. */
export function readersQuestions(articles: number, count: number): string[] {
  const random = randomFrom(4)
  return Array.from({ length: count }, (_, index) => {
    const { qa } = newArticle(Math.floor(((index + random()) * articles) / count), articles)
    return askAgain(random, qa[index % qa.length]?.question ?? '')
  })
}
