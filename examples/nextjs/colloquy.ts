import { createClient, ProblemError } from 'colloquy/client'
import { cacheTag } from 'next/cache'

/** Where Colloquy is. */
export const colloquyUrl = process.env.COLLOQUY_URL ?? 'http://127.0.0.1:3000'

const LIST_ITEMS_MAX = 100
/** What is not there comes into being with a list that it is on. */
const TAGS_OF_NOTHING = ['list:articles', 'list:people', 'list:topics']

// What a cached function gives has the tags of the replies that it is made of, and is kept until a webhook names one of
// them (app/api/colloquy/route.ts). So this client can be used in functions with 'use cache' alone.
const client = createClient({
  url: colloquyUrl,
  async send(request) {
    const reply = await fetch(request, { cache: 'no-store' })
    const tags = reply.headers.get('cache-tag')
    cacheTag(...(tags === null ? TAGS_OF_NOTHING : decodeURI(tags).split(',')))
    return reply
  },
})

export async function getArticle(slug: string) {
  'use cache'
  return ifThere(client.articles.get(slug))
}

export async function getTopic(slug: string) {
  'use cache'
  return ifThere(client.topics.get(slug))
}

export async function getPerson(slug: string) {
  'use cache'
  return ifThere(client.people.get(slug))
}

/** The newest articles; with `person` those that somebody stands on. */
export async function listArticles(filter: { person?: string } = {}) {
  'use cache'
  const { data } = await client.articles.list({ ...filter, limit: LIST_ITEMS_MAX })
  return data
}

/** The newest pairs on a topic, or anything narrower, or answered by a person. */
export async function listPairs(filter: { 'topic.under': string } | { person: string; role: 'answerer' }) {
  'use cache'
  const { data } = await client.qa.list({ ...filter, limit: LIST_ITEMS_MAX })
  return data
}

/** Topics that something was said on, by name. */
export async function listTopics() {
  'use cache'
  const topics = []
  for await (const topic of client.topics.all({ limit: LIST_ITEMS_MAX }))
    if (topic.counts.qa > 0) topics.push(topic)
  return topics
}

export async function listPeople() {
  'use cache'
  const { data } = await client.people.list({ limit: LIST_ITEMS_MAX })
  return data
}

async function ifThere<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked
  } catch (error) {
    if (error instanceof ProblemError && (error.status === 404 || error.status === 410)) return undefined
    throw error
  }
}
