import { isDeepStrictEqual } from 'node:util'
import type { NewChange } from '../changes/append.ts'
import type { Rendered } from './render-article.ts'

type Pair = Rendered['body']['qa'][number]

/**
 * What readers may notice of an article when one rendering takes the place of another, the article first, then its
 * pairs: those that are there in their order, then those that went. undefined: readers see none. Pure.
 */
export function changesBetween(before: Rendered | undefined, after: Rendered | undefined): NewChange[] {
  const shown = after ?? before
  if (!shown) return []
  const { id, revision } = shown.summary
  const article = {
    resource: 'article' as const,
    id,
    revision,
    cacheTags: articleTags(before, after),
    topicIds: [before, after].flatMap(topicIdsOf),
  }
  const old = new Map(before?.body.qa.map((pair) => [pair.id, pair]))
  const isRenamed = !isDeepStrictEqual(refOf(before), refOf(after))
  const changed = (after?.body.qa ?? []).flatMap((pair): NewChange[] => {
    const known = old.get(pair.id)
    old.delete(pair.id)
    if (known && !isRenamed && isDeepStrictEqual(known, pair)) return []
    return [{ ...pairChange(id, revision, [known, pair]), type: known ? 'qa.updated' : 'qa.published' }]
  })
  const removed = [...old.values()].map((pair): NewChange => {
    return { ...pairChange(id, revision, [pair]), type: 'qa.removed', deleted: true }
  })
  const type = after ? (before ? 'article.updated' : 'article.published') : 'article.unpublished'
  return [{ ...article, type, deleted: !after }, ...changed, ...removed]
}

/** What a pair says of its article. */
function refOf(rendered: Rendered | undefined): object | undefined {
  if (!rendered) return undefined
  const { slug, title, publishedAt } = rendered.summary
  return { slug, title, publishedAt }
}

function articleTags(before: Rendered | undefined, after: Rendered | undefined): string[] {
  const shown = [before, after].flatMap((rendered) => (rendered ? shownTags(rendered) : []))
  return distinct(['list:articles', 'list:qa', ...shown])
}

/** The cache tags of what an article shows: itself, its topics and people. */
export function shownTags({ summary, body }: Rendered): string[] {
  const topics = [summary.topics, ...body.qa.map((pair) => pair.topics)].flat()
  return distinct([
    `article:${summary.id}`,
    ...topics.map(({ slug }) => `topic:${slug}`),
    ...summary.people.map(({ slug }) => `person:${slug}`),
  ])
}

function topicIdsOf(rendered: Rendered | undefined): string[] {
  if (!rendered) return []
  const { summary, body } = rendered
  return [summary.topics, ...body.qa.map(({ topics }) => topics)].flat().map(({ id }) => id)
}

function pairChange(
  articleId: string,
  revision: number,
  states: (Pair | undefined)[],
): Omit<NewChange, 'type'> {
  const known = states.flatMap((pair) => pair ?? [])
  const people = known.flatMap(({ askedBy, answeredBy }) => [...(askedBy ? [askedBy] : []), ...answeredBy])
  return {
    resource: 'qa',
    id: known[0]?.id ?? '',
    revision,
    deleted: false,
    cacheTags: distinct([
      ...known.map(({ id }) => `qa:${id}`),
      `article:${articleId}`,
      'list:qa',
      ...known.flatMap(({ topics }) => topics.map(({ slug }) => `topic:${slug}`)),
      ...people.map(({ slug }) => `person:${slug}`),
    ]),
    topicIds: known.flatMap(({ topics }) => topics.map(({ id }) => id)),
  }
}

function distinct(texts: string[]): string[] {
  return [...new Set(texts)]
}
