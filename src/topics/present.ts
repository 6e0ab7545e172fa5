import type { TopicRef } from '../contract.ts'
import { entityTagOf } from '../http/if-match.ts'
import { Topic, type TopicNode } from './contract.ts'
import type { TopicRow } from './queries.ts'
import type { TopicRecord } from './resolve.ts'

/** Another one after every change that an editor may make. */
export function etagOf(topic: TopicRecord): string {
  const { slug, name, description, altLabels, sameAs, broaderId } = topic
  return entityTagOf([slug, name, description, altLabels, sameAs, broaderId])
}

/** The wire's topic; editors are given the entity tag. */
export function presentTopic(row: TopicRow, siteUrl: string, forEditor = false): Topic {
  return Topic.parse({
    ...row,
    type: 'topic',
    broader: row.broader ? ref(row.broader) : null,
    narrower: row.narrower.map(ref),
    url: `${siteUrl}/topics/${row.slug}`,
    ...(forEditor && { etag: etagOf(row) }),
  })
}

/** All topics nested, in the order they come in; those without a broader one at the top. */
export function presentTree(rows: TopicRow[], siteUrl: string, forEditor = false): TopicNode[] {
  const nodeOf = (row: TopicRow): TopicNode => ({
    ...presentTopic(row, siteUrl, forEditor),
    narrower: rows.filter(({ broaderId }) => broaderId === row.id).map(nodeOf),
  })
  return rows.filter(({ broaderId }) => broaderId === null).map(nodeOf)
}

function ref({ id, slug, name }: TopicRef): TopicRef {
  return { id, slug, name }
}
