import type { MarkedArticle, Marks } from '../db/change-counts.ts'
import type { TopicsAbove } from '../topics/tree.ts'
import type { Rendered } from './render-article.ts'

type Pair = Rendered['body']['qa'][number]

/** What readers count an article and its pairs under; undefined where they see nothing of it. */
export function marksOf(shown: Rendered | undefined, above: TopicsAbove): MarkedArticle | undefined {
  if (!shown) return undefined
  const { kind, language, publishedAt, topics, people } = shown.summary
  const markAs = (topicIds: string[], roles: Marks['roles'], items: number): Marks => {
    const person = distinct(roles.map(({ value }) => value))
    const others = topicIds.flatMap((id) => above.get(id) ?? []).filter((id) => !topicIds.includes(id))
    return { items, topic: topicIds, above: distinct(others), person, roles }
  }
  const ofArticle = people.map(({ id, role }) => ({ facet: role ?? 'mentioned', value: id }))
  // Most pairs of an article have the same people and topics: they are counted at once.
  const pairs = shown.body.qa.map((pair) => ({ topicIds: idsOf(pair.topics), roles: rolesOf(pair) }))
  const alike = Map.groupBy(pairs, (pair) => JSON.stringify(pair))
  return {
    ...{ kind, language, year: publishedAt.slice(0, 'YYYY'.length) },
    article: markAs(idsOf(topics), ofArticle, 1),
    qa: [...alike.values()].flatMap(([pair, ...others]) =>
      pair ? [markAs(pair.topicIds, pair.roles, 1 + others.length)] : [],
    ),
  }
}

/** Every topic that readers see on an article or its pairs. */
export function topicIdsOf(shown: Rendered | undefined): string[] {
  const pairs = shown?.body.qa.flatMap(({ topics }) => topics) ?? []
  return [...(shown?.summary.topics ?? []), ...pairs].map(({ id }) => id)
}

/** In one order, whatever order they are shown in. */
function idsOf(refs: { id: string }[]): string[] {
  return distinct(refs.map(({ id }) => id)).sort()
}

function rolesOf({ askedBy, answeredBy }: Pair): Marks['roles'] {
  return [
    ...(askedBy ? [{ facet: 'asker', value: askedBy.id }] : []),
    ...idsOf(answeredBy).map((value) => ({ facet: 'answerer', value })),
  ]
}

function distinct(ids: string[]): string[] {
  return [...new Set(ids)]
}
