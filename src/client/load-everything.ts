import type { Article } from '../articles/contract.ts'
import type { LoadLine } from '../changes/contract.ts'
import type { Reader } from './reading.ts'

type LineOf<Resource> = Extract<LoadLine, { resource: Resource; data: unknown }>['data']
export type LoadedPerson = LineOf<'person'>
export type LoadedTopic = LineOf<'topic'>

/** What readers see at one moment. */
export interface Everything {
  articles: Article[]
  people: LoadedPerson[]
  topics: LoadedTopic[]
  /** Where in the log of changes that is. */
  seq: number
}

/** Loads all that is published, by one request. */
export async function loadEverything(reader: Reader): Promise<Everything> {
  const everything: Everything = { articles: [], people: [], topics: [], seq: 0 }
  for await (const line of reader.changes.load())
    if (line.resource === 'article') everything.articles.push(line.data)
    else if (line.resource === 'person') everything.people.push(line.data)
    else if (line.resource === 'topic') everything.topics.push(line.data)
    else everything.seq = line.seq
  return everything
}
