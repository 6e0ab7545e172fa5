import type { TopicRef } from '../contract.ts'
import { Topic, type TopicNode } from './contract.ts'
import type { TopicRow } from './queries.ts'

/** The wire's topic. */
export function presentTopic(row: TopicRow, siteUrl: string): Topic {
  return Topic.parse({
    ...row,
    type: 'topic',
    broader: row.broader ? ref(row.broader) : null,
    narrower: row.narrower.map(ref),
    url: `${siteUrl}/topics/${row.slug}`,
  })
}

/** All topics nested, in the order they come in; those without a broader one at the top. */
export function presentTree(rows: TopicRow[], siteUrl: string): TopicNode[] {
  const nodeOf = (row: TopicRow): TopicNode => ({
    ...presentTopic(row, siteUrl),
    narrower: rows.filter(({ broaderId }) => broaderId === row.id).map(nodeOf),
  })
  return rows.filter(({ broaderId }) => broaderId === null).map(nodeOf)
}

function ref({ id, slug, name }: TopicRef): TopicRef {
  return { id, slug, name }
}
