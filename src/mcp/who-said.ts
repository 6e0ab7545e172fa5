import type { PersonRef } from '../contract.ts'
import type { Deps } from '../deps.ts'
import { parseSearchQuery } from '../db/search-query.ts'
import { sortKey } from '../db/sort-key.ts'
import { QUERY_CHARS_MAX } from '../http/contract.ts'
import type { ListedQaPair } from '../qa/contract.ts'
import { findPairs, listQa } from '../qa/queries.ts'
import { pairOf } from '../qa/read-pair.ts'
import { wordsOf } from '../quotes/compare-quote.ts'
import { verifyQuote } from '../quotes/verify-quote.ts'
import { EXCERPT_CHARS_MAX, WhoSaidInput, WhoSaidOutput } from './contract.ts'
import { presentAnswer } from './present-answer.ts'
import { defineTool } from './tool.ts'
import { writeAnswer, writeNames } from './write-text.ts'

/** Of a sentence's words, function words aside, such a share is in what may say the same. */
const SHARED_WORDS_MIN = 0.5

type Said = WhoSaidOutput['people'][number]['said'][number]

export const whoSaid = defineTool({
  name: 'who_said',
  title: 'Who said something like this',
  description:
    'Finds the people who said a sentence (`text`), or something like it, in published interviews; or who spoke of something (`q`). Each with what they said, to the letter, its date and permalink. `match` says how close it is: `words` means no more than words in common, so read it before you ascribe anything to anybody.',
  input: WhoSaidInput,
  output: WhoSaidOutput,
  async run(deps, { text, q, limit }) {
    const found =
      text === undefined
        ? (await searchPairs(deps, q ?? '', limit)).map(presentSpoken)
        : await findLike(deps, text, limit)
    const byPerson = new Map<string, WhoSaidOutput['people'][number]>()
    for (const { said, speakers } of found)
      for (const person of speakers.length > 0 ? speakers : [null]) {
        const entry = byPerson.get(person?.id ?? '') ?? { person, said: [] }
        byPerson.set(person?.id ?? '', { ...entry, said: [...entry.said, said] })
      }
    return { people: [...byPerson.values()] }
  },
  write({ people }) {
    if (people.length === 0) return 'Nobody said anything like it in what was published here.'
    return people
      .flatMap(({ person, said }) => [writeNames(person ? [person] : []), ...said.map(writeSaid)])
      .join('\n\n')
  },
})

interface Found {
  said: Said
  speakers: PersonRef[]
}

/** What is like a sentence: word for word or nearly so, then what shares its words. */
async function findLike(deps: Deps, text: string, limit: number): Promise<Found[]> {
  const quoted = await findQuoted(deps, text)
  const known = new Set(quoted.map(({ said }) => said.id))
  // Without the marks by which a search means something.
  const words = wordsOf(text)
    .map(({ key }) => key)
    .join(' ')
  const pairs = await searchPairs(deps, words.slice(0, QUERY_CHARS_MAX), limit)
  const others = pairs.filter((pair) => !known.has(pair.id) && sharesWords(words, pair))
  return [...quoted, ...others.map(presentSpoken)].slice(0, limit)
}

function sharesWords(text: string, { question, answer }: ListedQaPair): boolean {
  const { terms } = parseSearchQuery(text, true)
  const said = sortKey(`${question.text} ${answer.text}`)
  const shared = terms.filter(({ words }) => said.includes(sortKey(words)))
  return shared.length >= terms.length * SHARED_WORDS_MIN
}

async function findQuoted(deps: Deps, text: string): Promise<Found[]> {
  const { evidence } = await verifyQuote(deps, { text })
  const rows = await findPairs(
    deps.store.read,
    evidence.map(({ qa }) => qa.id),
  )
  const pairs = new Map(rows.map((row) => [row.id, pairOf(row, deps.config.siteUrl)]))
  return evidence.flatMap(({ qa, match, part, text: quote, speakers }) => {
    const pair = pairs.get(qa.id)
    return pair
      ? [{ said: { ...presentAnswer(pair, 0, EXCERPT_CHARS_MAX), match, part, quote }, speakers }]
      : []
  })
}

async function searchPairs({ store, config }: Deps, q: string, limit: number): Promise<ListedQaPair[]> {
  const page = { limit, after: undefined, count: false }
  const { rows } = await listQa(store.read, { q }, '-relevance', page)
  return rows.map((row) => pairOf(row, config.siteUrl))
}

/** A pair that was found by words: they are taken for the answer's. */
function presentSpoken(pair: ListedQaPair): Found {
  const said = presentAnswer(pair, 0, EXCERPT_CHARS_MAX)
  return { said: { ...said, match: 'words', part: 'answer', quote: null }, speakers: pair.answeredBy }
}

function writeSaid(said: Said): string {
  const quote = said.quote === null ? [] : [`“${said.quote}” (${said.match}, in the ${said.part})`]
  return [...quote, writeAnswer(said)].join('\n')
}
