import type { FastifyRequest } from 'fastify'
import type { Deps } from '../deps.ts'
import { presentTopic } from '../topics/present.ts'
import { type TopicRow, topicsInUse } from '../topics/queries.ts'
import type { TopicList } from './contract.ts'
import { partOf, viewsOf } from './list-items.ts'
import { readAnswers, readArticles, readFrequent } from './read-lists.ts'
import type { Site } from './site.ts'
import { topicPage } from './topic-page.ts'
import type { Page } from './write-page.ts'

/** So many other topics, and people, are named beside it. */
const RELATED_MAX = 12

interface Query {
  cursor?: string | undefined
  show?: TopicList | undefined
}

/** The page of a topic: the answers on it and on those under it, or the articles. */
export async function readTopicPage(
  deps: Deps,
  site: Site,
  { request, query, row }: { request: FastifyRequest; query: Query; row: TopicRow },
): Promise<Page> {
  const address = `${site.base}/topics/${row.slug}`
  const lists = listsOf(row)
  const first = lists[0]?.show ?? 'answers'
  const shown = query.show ?? first
  const { views, shownAt } = viewsOf(lists, { first, shown, address })
  const filter = { 'topic.under': [[row.id]] }
  const inUse = await topicsInUse(
    deps.store.read,
    row.narrower.map(({ id }) => id),
  )
  const narrower = row.narrower.filter(({ id }) => inUse.has(id))
  const topic = presentTopic({ ...row, narrower }, site.siteUrl)
  const { items, ...part } =
    shown === 'answers'
      ? await readAnswers(deps, site, { request, query, filter }, { withSpeakers: true })
      : await readArticles(deps, site, { request, query, filter })
  const isShownAnyway = new Set([topic, ...topic.narrower].map(({ slug }) => slug))
  const { topics, people } = await readFrequent(deps, filter)
  return topicPage(site, {
    topic,
    related: {
      topics: topics.filter(({ slug }) => !isShownAnyway.has(slug)).slice(0, RELATED_MAX),
      people: people.slice(0, RELATED_MAX),
    },
    views,
    list: partOf(items, part, shownAt),
    isWhole: query.show === undefined && part.isFirst,
    next: part.next,
  })
}

/** Which lists of a topic have something in them, and how much. */
function listsOf({ counts }: TopicRow): { show: TopicList; words: string; count: number }[] {
  const lists = [
    { show: 'answers' as const, words: 'Answers', count: counts.qaUnder },
    { show: 'articles' as const, words: 'Articles', count: counts.articlesUnder },
  ]
  return lists.filter(({ count }) => count > 0)
}
