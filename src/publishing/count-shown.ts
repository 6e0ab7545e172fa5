import { countMarks, type Counts } from '../db/facet-counts.ts'
import type { TopicsAbove } from '../topics/tree.ts'
import type { Rendered } from './render-article.ts'

type Pair = Rendered['body']['qa'][number]

/** What readers count of an article: itself and its pairs, by what they have. Nothing where they see none. */
export function countShown(shown: Rendered | undefined, above: TopicsAbove): Counts {
  const counts: Counts = new Map()
  if (!shown) return counts
  const { kind, language, publishedAt, topics, people } = shown.summary
  const common = { kind: [kind], language: [language], year: [publishedAt.slice(0, 'YYYY'.length)] }
  countMarks(counts, 'article', {
    ...common,
    ...topicMarks(topics, above),
    person: distinct(people.map(({ id }) => id)),
    roles: people.map(({ id, role }) => ({ role: role ?? 'mentioned', personId: id })),
  })
  // Most pairs of an article have the same people and topics: they are counted at once.
  const alike = Map.groupBy(shown.body.qa, ({ topics: own, askedBy, answeredBy }) =>
    JSON.stringify([own, [askedBy], answeredBy].map((refs) => refs.map((ref) => ref?.id))),
  )
  for (const [pair, ...others] of alike.values()) {
    if (!pair) continue
    const roles = speakersOf(pair)
    const person = distinct(roles.map(({ personId }) => personId))
    const marks = { ...common, ...topicMarks(pair.topics, above), person, roles }
    countMarks(counts, 'qa', marks, 1 + others.length)
  }
  return counts
}

/** Every topic that readers see on an article or its pairs. */
export function topicIdsOf(shown: Rendered | undefined): string[] {
  const pairs = shown?.body.qa.flatMap(({ topics }) => topics) ?? []
  return [...(shown?.summary.topics ?? []), ...pairs].map(({ id }) => id)
}

function topicMarks(topics: { id: string }[], above: TopicsAbove): { topic: string[]; above: string[] } {
  const topic = topics.map(({ id }) => id)
  const others = topic.flatMap((id) => above.get(id) ?? []).filter((id) => !topic.includes(id))
  return { topic, above: distinct(others) }
}

function speakersOf({ askedBy, answeredBy }: Pair): { role: string; personId: string }[] {
  return [
    ...(askedBy ? [{ role: 'asker', personId: askedBy.id }] : []),
    ...answeredBy.map(({ id }) => ({ role: 'answerer', personId: id })),
  ]
}

function distinct(ids: string[]): string[] {
  return [...new Set(ids)]
}
