import { z } from 'zod'
import { ANSWER_WORDS, dayAt, people, QUESTION_WORDS, readersQuestions, topics } from './archive.ts'
import { ask, type Reply } from './ask.ts'
import { wordsInShare } from './language.ts'
import { integerOf, randomFrom, shuffled } from './random.ts'
import { slugOf } from '../src/slug.ts'

/** What readers ask for. */
interface Asks {
  /** Asked for again and again, in this order. */
  paths: string[]
  /** Each other than all the others and than those of `paths`. */
  firstAsks?: string[]
  headers?: Record<string, string>
  /** Another process publishes meanwhile. */
  isPublishing?: boolean
}

export interface Case extends Required<Asks> {
  key: string
  name: string
  /** To the path, of many to one whose reply is of middling length. */
  reply: Reply
  /** How long the service takes when nothing else is asked of it. */
  alone_ms: number
}

/** An archive as it is served. */
interface Served {
  url: string
  /** Of all articles, in the order in which they were published. */
  slugs: string[]
  article: string
}

const DEEP_PAGE = 50
/** Pages that first asks for deep ones go to, of so many topics. */
const DEEP_PAGES = { from: 41, to: 60 }
const DEEP_TOPICS = 10
const PAGE_ITEMS = 20
const LONG_PAGE_ITEMS = 100
/** How large a share of the pairs has the word that is searched for. */
const MEDIUM_SHARE = 0.005
const FIRST_ASKS = 200
/** Of many, how many are looked at to find one of middling length. */
const SAMPLED_REPLIES = 25
const TIMED_ASKS = 3
const FACETS = 'topic,person,kind,language,year'
/** How long the time is that dates narrow a list to, as a share of all. */
const PERIOD = 0.25

/** The topic that most pairs are about. */
const topic = topics[0]?.slug ?? ''
const roots = topics.filter(({ broader }) => broader === null).map(({ slug }) => slug)
const branches = topics.filter(({ broader }) => roots.includes(broader ?? '')).map(({ slug }) => slug)
/** Others are on too few articles for a narrow list to have anything in it. */
const frequentPeople = people.slice(0, 50).map((name) => slugOf(name))

const CASES: { key: string; name: string; plan: (served: Served) => Asks | Promise<Asks> }[] = [
  { key: 'a', name: 'one article', plan: ({ article }) => ({ paths: [article] }) },
  {
    key: 'b',
    name: 'a random article',
    plan: ({ slugs }) => ({ paths: shuffled(slugs, randomFrom(6)).map(articlePath) }),
  },
  {
    key: 'c',
    name: 'the newest 20',
    plan: () =>
      oneOf(['/v1/articles', ...many((at) => list('articles', { 'publishedAt.lt': dayAt(1 - at) }))]),
  },
  {
    key: 'd',
    name: 'pairs by topic',
    plan: () => oneOf([20, 19, 21, 18].flatMap((limit) => topics.map(({ slug }) => ofTopic(slug, limit)))),
  },
  { key: 'e', name: `page ${DEEP_PAGE} of them`, plan: planDeepPages },
  {
    key: 'f',
    name: 'search for a word',
    plan: () => oneOf(mediumWords().map((q) => list('qa', { q }))),
  },
  {
    key: 'g',
    name: 'search for a question',
    plan: ({ slugs }) => oneOf(readersQuestions(slugs.length, FIRST_ASKS + 1).map((q) => list('qa', { q }))),
  },
  {
    key: 'h',
    name: 'topic, person, dates',
    plan: () => oneOf(many((at, index) => list('qa', narrow(at, index)))),
  },
  {
    key: 'i',
    name: 'facets',
    plan: () => oneOf(many((at, index) => list('qa', { ...subtree(at, index), facets: FACETS }))),
  },
  {
    key: 'j',
    name: 'not modified',
    plan: async ({ url, article }) => {
      const { etag = '' } = (await ask(url, article)).headers
      const headers = { 'if-none-match': etag }
      const { status } = await ask(url, article, headers)
      return status === 304 ? { paths: [article], headers } : { paths: [] }
    },
  },
  {
    key: 'k',
    name: 'one article, others published',
    plan: ({ article }) => ({ paths: [article], isPublishing: true }),
  },
]
export const CASE_KEYS = CASES.map(({ key }) => key)

export const articlePath = (slug: string): string => `/v1/articles/${slug}`

/** The cases that are wanted, and the names of those that the service does not know yet. */
export async function planCases(
  served: Served,
  wanted: string[],
): Promise<{ cases: Case[]; notBuilt: string[] }> {
  const cases: Case[] = []
  const notBuilt: string[] = []
  for (const { key, name, plan } of CASES.filter((each) => wanted.includes(each.key))) {
    const { paths, firstAsks = [], headers = {}, isPublishing = false } = await plan(served)
    const reply = await middlingReply(served.url, paths, headers)
    if (!reply || reply.status === 400) notBuilt.push(key)
    else if (reply.status > 400) throw new Error(`${name}: ${reply.status} ${reply.body.toString()}`)
    else {
      const alone_ms = await timeOf(served.url, paths, headers)
      cases.push({ key, name, paths, firstAsks, headers, isPublishing, reply, alone_ms })
    }
  }
  return { cases, notBuilt }
}

async function middlingReply(
  url: string,
  paths: string[],
  headers: Record<string, string>,
): Promise<Reply | undefined> {
  const some = await Promise.all(paths.slice(0, SAMPLED_REPLIES).map((path) => ask(url, path, headers)))
  some.sort((one, other) => one.body.length - other.body.length)
  return some[some.length >> 1]
}

/** The best of a few: what else the machine does is no part of it. */
async function timeOf(url: string, [path = '']: string[], headers: Record<string, string>): Promise<number> {
  const waits_ms: number[] = []
  for (let times = 0; times < TIMED_ASKS; times += 1) {
    const startedAt_ms = performance.now()
    await ask(url, path, headers)
    waits_ms.push(performance.now() - startedAt_ms)
  }
  return Math.min(...waits_ms)
}

function list(of: 'articles' | 'qa', parameters: Record<string, string>): string {
  return `/v1/${of}?${new URLSearchParams(parameters).toString()}`
}

function ofTopic(slug: string, limit: number): string {
  return list('qa', limit === PAGE_ITEMS ? { topic: slug } : { topic: slug, limit: String(limit) })
}

/** The first is asked again, the others once. */
function oneOf(all: string[]): Asks {
  return { paths: all.slice(0, 1), firstAsks: [...new Set(all.slice(1))].slice(0, FIRST_ASKS) }
}

/** So many different ones, at shares of the archive's time. */
function many(make: (at: number, index: number) => string): string[] {
  return Array.from({ length: FIRST_ASKS + 1 }, (_, index) => make(index / (FIRST_ASKS + 1), index))
}

function mediumWords(): string[] {
  return wordsInShare(MEDIUM_SHARE, QUESTION_WORDS + ANSWER_WORDS, FIRST_ASKS + 1)
}

function subtree(at: number, index: number): Record<string, string> {
  const tops = [...roots, ...branches]
  return { 'topic.under': tops[index % tops.length] ?? '', 'publishedAt.gte': dayAt(at * (1 - PERIOD)) }
}

function narrow(at: number, index: number): Record<string, string> {
  const random = randomFrom(index)
  const person = frequentPeople[integerOf(random, 0, frequentPeople.length - 1)] ?? ''
  return { ...subtree(at, index), person, 'publishedAt.lt': dayAt(at * (1 - PERIOD) + PERIOD) }
}

const PageOfList = z.object({ page: z.object({ nextCursor: z.string().nullable() }) })

/** Deep pages of several topics, that of the most frequent one first. Small archives have fewer. */
async function planDeepPages({ url }: Served): Promise<Asks> {
  const others: string[] = []
  let deep: string | undefined
  for (const { slug } of topics.slice(0, DEEP_TOPICS)) {
    let cursor: string | null = ''
    // A cursor goes on with pages of another length: most of the way is gone in long ones.
    for (let item = 0; item < (DEEP_PAGES.from - 1) * PAGE_ITEMS && cursor !== null; item += LONG_PAGE_ITEMS)
      cursor = await cursorAfter(url, slug, cursor, LONG_PAGE_ITEMS)
    for (let page = DEEP_PAGES.from; page <= DEEP_PAGES.to && cursor !== null; page += 1) {
      const path = list('qa', { topic: slug, cursor })
      if (slug === topic && page === DEEP_PAGE) deep = path
      else others.push(path)
      cursor = await cursorAfter(url, slug, cursor, PAGE_ITEMS)
    }
  }
  if (deep === undefined) throw new Error(`${topic} has fewer than ${DEEP_PAGE} pages.`)
  return { paths: [deep], firstAsks: shuffled(others, randomFrom(7)) }
}

async function cursorAfter(url: string, slug: string, cursor: string, limit: number): Promise<string | null> {
  const from: Record<string, string> = cursor === '' ? {} : { cursor }
  const { body } = await ask(url, list('qa', { topic: slug, limit: String(limit), ...from }))
  return PageOfList.parse(JSON.parse(body.toString())).page.nextCursor
}
