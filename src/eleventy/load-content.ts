import type { ArticleListQuery } from '../articles/contract.ts'
import { ProblemError, type Reader } from '../client/index.ts'
import { loadEverything } from '../client/load-everything.ts'
import type { ListFilter } from '../client/reading.ts'
import { connectContent, type Content } from './connect-content.ts'

const PAGE_ITEMS = 100

/** What narrows a list of articles. */
export type ArticleFilter = ListFilter<typeof ArticleListQuery>

/** What was published at one moment, or a part of it. */
export interface LoadedContent extends Content {
  /** Where the moment is in the log of changes. */
  seq: number
}

/** Whether something was published since. */
export async function hasNews(client: Reader, { seq }: LoadedContent): Promise<boolean> {
  try {
    const { data } = await client.changes.list({ since: seq, limit: 1 })
    return data.length > 0
  } catch (error) {
    // The log is another one, or we are not let in any more: a load says which.
    if (error instanceof ProblemError) return true
    throw error
  }
}

/** Loads everything by one request; with a filter, lists of ids say which articles it finds. */
export async function loadContent(client: Reader, filter?: ArticleFilter): Promise<LoadedContent> {
  const { seq, ...loaded } = await loadEverything(client)
  // Asked after the load: what is published in between is news to the next build.
  const found = filter && (await idsOf(client, filter))
  const articles = loaded.articles.filter(({ id }) => found?.has(id) ?? true)
  // What is frozen Eleventy takes as it is, and does not copy for each template.
  return Object.freeze({ ...connectContent({ ...loaded, articles }), seq })
}

async function idsOf(client: Reader, filter: ArticleFilter): Promise<Set<string>> {
  const ids = new Set<string>()
  for await (const { id } of client.articles.all({ ...filter, fields: ['slug'], limit: PAGE_ITEMS }))
    ids.add(id)
  return ids
}
