import { inArray } from 'drizzle-orm'
import type { ContentFilter } from './content-filter.ts'
import { idsOf } from './names.ts'
import type { Db } from './store.ts'
import { type searchTexts, topicClosure } from './tables.ts'

/** So much of the end of an id, which is random, tells it from nearly all others. */
const ID_CHARS = 10
/** What most texts have narrows nothing, and takes long to go through. */
const TAGS_MAX = 20
const YEARS_MAX = 6

const endOf = (id: string) => id.slice(-ID_CHARS)

/**
 * What a text is indexed by besides its words, so that the index finds the hits of a filter and does not have to be asked
 * for all others first. A tag may be another's too: it narrows, and the rows decide.
 */
export const searchTags = {
  kind: (kind: (typeof searchTexts.$inferSelect)['kind']): string => `k${kind}`,
  topic: (id: string): string => `t${endOf(id)}`,
  person: (id: string): string => `p${endOf(id)}`,
  article: (id: string): string => `a${endOf(id)}`,
  language: (language: string): string => `l${language}`,
  year: (year: string | number): string => `y${year}`,
}

/** The tags that hits of a filter have, of each inner list one at least. */
export async function narrowingOf(db: Db, filter: ContentFilter): Promise<string[][]> {
  const groups: string[][] = []
  for (const names of filter.topic ?? []) groups.push((await idsOf(db, 'topic', names)).map(searchTags.topic))
  for (const names of filter['topic.under'] ?? []) {
    const ids = await topicsUnder(db, await idsOf(db, 'topic', names))
    groups.push(ids.map(searchTags.topic))
  }
  for (const names of filter.person ?? [])
    groups.push((await idsOf(db, 'person', names)).map(searchTags.person))
  if (filter.article) groups.push((await idsOf(db, 'article', filter.article)).map(searchTags.article))
  if (filter.language) groups.push(filter.language.map(searchTags.language))
  groups.push(yearsOf(filter))
  return groups.filter(({ length }) => length > 0 && length <= TAGS_MAX)
}

function yearsOf({ 'publishedAt.gte': from, 'publishedAt.lt': to }: ContentFilter): string[] {
  if (from === undefined || to === undefined) return []
  const [first, last] = [from, to].map((time) => Number(time.slice(0, 4)))
  if (first === undefined || last === undefined || last < first || last - first >= YEARS_MAX) return []
  return Array.from({ length: last - first + 1 }, (_, index) => searchTags.year(first + index))
}

/** These topics and all that are narrower. */
async function topicsUnder(db: Db, ids: string[]): Promise<string[]> {
  const rows = await db
    .selectDistinct({ id: topicClosure.descendantId })
    .from(topicClosure)
    .where(inArray(topicClosure.ancestorId, ids))
  return rows.map(({ id }) => id)
}
