import { eq } from 'drizzle-orm'
import type { NewChange } from '../changes/append.ts'
import { leadChanges } from '../changes/lead-topic.ts'
import { leadNames, otherNames } from '../db/names.ts'
import type { Db } from '../db/store.ts'
import { searchTexts, topics } from '../db/tables.ts'
import type { World } from '../deps.ts'
import { badMember } from '../problem.ts'
import { reproject } from '../publishing/show-again.ts'
import { leadWebhooks } from '../webhooks/lead-topic.ts'
import { findNarrower, findTopicRecord, saveTopic } from './edit-topics.ts'
import type { TopicRecord } from './resolve.ts'
import { topicChange } from './topic-change.ts'
import { hangUnder, idsUnder, takeOut } from './tree.ts'

/**
 * Makes one topic of two. `into` gets the names and addresses of the other, its description where it has none, and what
 * is narrower; every slug, id and document that named the other names it from now on. `Problem` where it is the same
 * topic or one under it.
 */
export async function mergeTopic(tx: Db, world: World, topic: TopicRecord, into: TopicRecord): Promise<void> {
  const { id } = topic
  if (id === into.id) throw badMember('/into', 'is the same topic.')
  if ((await idsUnder(tx, id)).includes(into.id))
    throw badMember('/into', 'is under the topic. Give it another broader topic first.')
  const narrower = await findNarrower(tx, id)
  for (const each of narrower) await hangUnder(tx, each.id, into.id)
  const updatedAt = world.now().toISOString()
  await tx.update(topics).set({ broaderId: into.id, updatedAt }).where(eq(topics.broaderId, id))
  await takeOut(tx, id)
  await tx.delete(searchTexts).where(eq(searchTexts.id, id))
  await leadNames(tx, 'topic', id, into.id)
  // The slug is the other's to use; an id is nobody's slug.
  const gone = { mergedInto: into.id, slug: id, broaderId: null, updatedAt }
  await tx.update(topics).set(gone).where(eq(topics.id, id))
  await saveTopic(tx, world, into, {
    ...{ slug: into.slug, name: into.name, broaderId: into.broaderId },
    description: into.description ?? topic.description,
    altLabels: otherNames(into.name, [...into.altLabels, topic.name, ...topic.altLabels]),
    sameAs: [...new Set([...into.sameAs, ...topic.sameAs])],
  })
  const changes = await changesOf(tx, { topic, into, narrower })
  await reproject(tx, world, { kind: 'topic', id, into: into.id }, changes)
  await leadChanges(tx, id, into.id)
  await leadWebhooks(tx, id, into.id)
}

async function changesOf(
  tx: Db,
  { topic, into, narrower }: { topic: TopicRecord; into: TopicRecord; narrower: TopicRecord[] },
): Promise<NewChange[]> {
  const above = topic.broaderId === null ? undefined : await findTopicRecord(tx, topic.broaderId)
  const neighbours = [...(above && above.id !== into.id ? [above] : []), ...narrower]
  return [
    topicChange(topic, true, ['list:articles', 'list:qa']),
    topicChange(into, false),
    ...neighbours.map((neighbour) => topicChange(neighbour, false)),
  ]
}
