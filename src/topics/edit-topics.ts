import { isDeepStrictEqual } from 'node:util'
import { and, eq, inArray } from 'drizzle-orm'
import { appendChanges } from '../changes/append.ts'
import { freeSlugs, giveSlug, idsOf, otherNames } from '../db/names.ts'
import { sortKey } from '../db/sort-key.ts'
import type { Db } from '../db/store.ts'
import { articleQaTopics, articleTopics, searchTexts, topics } from '../db/tables.ts'
import type { World } from '../deps.ts'
import { badMember, Problem } from '../problem.ts'
import { reproject } from '../publishing/show-again.ts'
import { slugOf } from '../slug.ts'
import type { NewTopic, TopicPatch } from './contract.ts'
import { indexTopic, insertTopic, type TopicFields, type TopicRecord } from './resolve.ts'
import { topicChange } from './topic-change.ts'
import { hangUnder, idsUnder, takeOut } from './tree.ts'

/** What lists of articles and pairs show when the tree is another one. */
const LISTS_BY_TOPIC = ['list:articles', 'list:qa']

/** A topic by id or by any slug that leads there; undefined where there is none. */
export async function findTopicRecord(db: Db, idOrSlug: string): Promise<TopicRecord | undefined> {
  const ids = await idsOf(db, 'topic', [idOrSlug])
  const [topic] = await db.select().from(topics).where(inArray(topics.id, ids))
  return topic
}

/** Makes a topic of what an editor sent; gives its id. Readers see it from the commit on. */
export async function createTopic(tx: Db, world: World, input: NewTopic): Promise<string> {
  const { name, description = null, altLabels = [], sameAs = [], broader = null, slug } = input
  if (slug !== undefined && (await idsOf(tx, 'topic', [slug])).length > 0) throw slugTaken(slug)
  const above = broader === null ? undefined : await getBroader(tx, broader)
  const { id } = await insertTopic(tx, world, {
    ...{ slug: slug ?? slugOf(name), name, description, broaderId: above?.id ?? null },
    ...{ altLabels: otherNames(name, altLabels), sameAs: [...new Set(sameAs)] },
  })
  return id
}

/**
 * Changes a topic as a merge patch says. A former name stays as a label, a former slug leads here; where it goes to
 * another place in the tree everything under it goes along. Articles and neighbours that show it are shown anew.
 */
export async function updateTopic(
  tx: Db,
  world: World,
  topic: TopicRecord,
  patch: TopicPatch,
): Promise<void> {
  const { name = topic.name, slug = topic.slug, sameAs = topic.sameAs } = patch
  const isSameName = sortKey(name) === topic.nameKey
  const altLabels = [...(patch.altLabels ?? topic.altLabels), ...(isSameName ? [] : [topic.name])]
  const said: TopicFields = {
    slug,
    name,
    description: patch.description === undefined ? topic.description : patch.description,
    altLabels: otherNames(name, altLabels),
    sameAs: [...new Set(sameAs)],
    broaderId: await readBroaderId(tx, topic, patch.broader),
  }
  if (isDeepStrictEqual(said, fieldsOf(topic))) return
  if (slug !== topic.slug && !(await giveSlug(tx, 'topic', slug, topic.id))) throw slugTaken(slug)
  const isMoved = said.broaderId !== topic.broaderId
  const isRenamed = name !== topic.name || slug !== topic.slug
  await saveTopic(tx, world, topic, said)
  if (isMoved) await hangUnder(tx, topic.id, said.broaderId)
  await tellChanged(tx, world, { before: topic, after: said, isMoved, isRenamed })
  if (isRenamed) await reproject(tx, world, await articlesAbout(tx, topic.id))
}

/** Deletes a topic that nothing published has and nothing hangs under. A draft that names it makes it anew. */
export async function deleteTopic(tx: Db, world: World, topic: TopicRecord): Promise<void> {
  const { id } = topic
  const narrower = await findNarrower(tx, id)
  if (narrower.length > 0)
    throw new Problem(
      'conflict',
      `The topic has ${narrower.length} narrower one(s). Give them another broader topic first.`,
    )
  const { length } = await articlesAbout(tx, id)
  if (length > 0)
    throw new Problem(
      'conflict',
      `${length} published article(s) have the topic. Take it off them, or merge it into another topic.`,
    )
  await freeSlugs(tx, 'topic', id)
  await takeOut(tx, id)
  await tx.delete(searchTexts).where(eq(searchTexts.id, id))
  await tx.delete(topics).where(eq(topics.mergedInto, id))
  await tx.delete(topics).where(eq(topics.id, id))
  const above = topic.broaderId === null ? undefined : await findTopicRecord(tx, topic.broaderId)
  await appendChanges(tx, world, [topicChange(topic, true), ...(above ? [topicChange(above, false)] : [])])
}

/** Writes what is said of a topic, and lets it be found by it. */
export async function saveTopic(tx: Db, world: World, { id }: TopicRecord, said: TopicFields): Promise<void> {
  const updatedAt = world.now().toISOString()
  await tx
    .update(topics)
    .set({ ...said, nameKey: sortKey(said.name), updatedAt })
    .where(eq(topics.id, id))
  await indexTopic(tx, { id, ...said })
}

/** The topics right under one. */
export async function findNarrower(db: Db, id: string): Promise<TopicRecord[]> {
  return db.select().from(topics).where(eq(topics.broaderId, id)).orderBy(topics.nameKey, topics.id)
}

/** The published articles that have a topic themselves or on one of their pairs, in the order they were made. */
export async function articlesAbout(db: Db, topicId: string): Promise<string[]> {
  const ids: string[] = []
  for (const table of [articleTopics, articleQaTopics]) {
    const isAbout = and(eq(table.topicId, topicId), eq(table.isDirect, true))
    const rows = await db.select({ id: table.articleId }).from(table).where(isAbout)
    ids.push(...rows.map(({ id }) => id))
  }
  return [...new Set(ids)].sort()
}

// Neighbours in the tree show the name of a topic, or that it came or went.
async function tellChanged(
  tx: Db,
  world: World,
  changed: { before: TopicRecord; after: TopicFields; isMoved: boolean; isRenamed: boolean },
): Promise<void> {
  const { before, after, isMoved, isRenamed } = changed
  const { id } = before
  const aboveIds =
    isMoved || isRenamed ? [before.broaderId, after.broaderId].filter((above) => above !== null) : []
  const above = await tx.select().from(topics).where(inArray(topics.id, aboveIds))
  const narrower = isRenamed ? await findNarrower(tx, id) : []
  const tags = [`topic:${before.slug}`, ...(isMoved ? LISTS_BY_TOPIC : [])]
  await appendChanges(tx, world, [
    topicChange({ id, slug: after.slug }, false, tags),
    ...[...above, ...narrower].map((neighbour) => topicChange(neighbour, false)),
  ])
}

async function readBroaderId(
  tx: Db,
  topic: TopicRecord,
  broader: string | null | undefined,
): Promise<string | null> {
  if (broader === undefined) return topic.broaderId
  if (broader === null) return null
  const { id, name } = await getBroader(tx, broader)
  if ((await idsUnder(tx, topic.id)).includes(id))
    throw badMember('/broader', `"${name}" is this topic or under it. Move that one away first.`)
  return id
}

async function getBroader(tx: Db, broader: string): Promise<TopicRecord> {
  const found = await findTopicRecord(tx, broader)
  if (!found) throw badMember('/broader', 'No topic has this id or slug.')
  return found
}

function fieldsOf({ slug, name, description, altLabels, sameAs, broaderId }: TopicRecord): TopicFields {
  return { slug, name, description, altLabels, sameAs, broaderId }
}

function slugTaken(slug: string): Problem {
  return new Problem('conflict', `Another topic has or had the slug "${slug}". Choose another.`, {
    errors: [{ pointer: '/slug', code: 'taken', detail: 'is or was the slug of another topic.' }],
  })
}
