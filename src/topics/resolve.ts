import { and, asc, eq, inArray, isNull } from 'drizzle-orm'
import type { TopicRef } from '../contract.ts'
import { appendChanges } from '../changes/append.ts'
import { inPlaces, keepQuery, placeholders } from '../db/keep-query.ts'
import { unplanned } from '../db/kit.sqlite.ts'
import { giveSlug, idsOf, takeSlug } from '../db/names.ts'
import { sortKey } from '../db/sort-key.ts'
import type { Db } from '../db/store.ts'
import { slugs, topicClosure, topics } from '../db/tables.ts'
import { indexText } from '../db/text-search.ts'
import type { World } from '../deps.ts'
import { hangUnder } from './tree.ts'
import { topicChange } from './topic-change.ts'
import type { VocabularyTopic } from './vocabulary.ts'

export interface NamedTopic {
  id?: string | undefined
  slug: string
  name: string
}

export interface KnownTopic extends TopicRef {
  altLabels: string[]
}

/**
 * The topic a document names: by id or slug, else by name, else by another label; made, with nothing above it, where
 * there is none. The slug leads there from now on: a document names the same topic whatever it is called later.
 */
export async function resolveTopic(tx: Db, world: World, named: NamedTopic): Promise<KnownTopic> {
  const { slug, name } = named
  const identified = await findIdentified(tx, named)
  if (identified) return identified
  const known = await findCalled(tx, name)
  if (!known)
    return insertTopic(tx, world, {
      slug,
      name,
      description: null,
      altLabels: [],
      sameAs: [],
      broaderId: null,
    })
  await giveSlug(tx, 'topic', slug, known.id)
  return known
}

/** The topic that `resolveTopic` would find; undefined where it would make one. */
export async function findTopic(db: Db, named: NamedTopic): Promise<KnownTopic | undefined> {
  return (await findIdentified(db, named)) ?? findCalled(db, named.name)
}

const bySlugs = keepQuery((db, count: number) =>
  db
    .select({ slug: slugs.slug, topic: topics })
    .from(slugs)
    .innerJoin(topics, eq(topics.id, slugs.resourceId))
    .where(and(eq(slugs.kind, unplanned('topic')), inArray(slugs.slug, placeholders(count))))
    .prepare(),
)

/** The topics that slugs, present or former, lead to, by these slugs; a slug of nothing is left out. */
export async function findBySlugs(db: Db, wanted: string[]): Promise<Map<string, TopicRecord>> {
  if (wanted.length === 0) return new Map()
  const rows = await bySlugs(db, wanted.length).execute(inPlaces(wanted))
  return new Map(rows.map(({ slug, topic }) => [slug, topic]))
}

export type TopicRecord = typeof topics.$inferSelect

async function findIdentified(db: Db, { id, slug }: NamedTopic): Promise<TopicRecord | undefined> {
  return (await findByIdOrSlug(db, id)) ?? findByIdOrSlug(db, slug)
}

async function findCalled(db: Db, name: string): Promise<TopicRecord | undefined> {
  return (await findByName(db, name)) ?? findByLabel(db, name)
}

async function findByIdOrSlug(tx: Db, name: string | undefined): Promise<TopicRecord | undefined> {
  if (name === undefined) return undefined
  const ids = await idsOf(tx, 'topic', [name])
  const [known] = await tx.select().from(topics).where(inArray(topics.id, ids))
  return known
}

/** Of several the one that was first. */
async function findByName(tx: Db, name: string): Promise<TopicRecord | undefined> {
  const [known] = await tx
    .select()
    .from(topics)
    .where(and(eq(topics.nameKey, sortKey(name)), isNull(topics.mergedInto)))
    .orderBy(asc(topics.createdAt), asc(topics.id))
    .limit(1)
  return known
}

// Comes to pass where a topic is new or nearly so, and a vocabulary is no archive: it is read whole.
async function findByLabel(tx: Db, name: string): Promise<TopicRecord | undefined> {
  const records = await tx
    .select()
    .from(topics)
    .where(isNull(topics.mergedInto))
    .orderBy(asc(topics.createdAt), asc(topics.id))
  const key = sortKey(name)
  return records.find(({ altLabels }) => altLabels.some((label) => sortKey(label) === key))
}

/** Adds what is new in a vocabulary, with its place in the tree; what is known by its slug stays as it is. */
export async function addVocabulary(tx: Db, world: World, vocabulary: VocabularyTopic[]): Promise<void> {
  const bySlug = new Map(vocabulary.map((topic) => [topic.slug, topic]))
  const idOfSlug = new Map<string, string>()
  const add = async (topic: VocabularyTopic): Promise<string> => {
    const done = idOfSlug.get(topic.slug)
    if (done !== undefined) return done
    const [known] = await idsOf(tx, 'topic', [topic.slug])
    const broader = topic.broader === null ? undefined : bySlug.get(topic.broader)
    const broaderId = broader ? await add(broader) : null
    const id = known ?? (await insertTopic(tx, world, { ...topic, broaderId })).id
    idOfSlug.set(topic.slug, id)
    return id
  }
  for (const topic of vocabulary) await add(topic)
}

/** What is said of a topic. */
export type TopicFields = Pick<
  TopicRecord,
  'name' | 'description' | 'altLabels' | 'sameAs' | 'broaderId' | 'slug'
>

/** Makes a topic, under the slug that is wanted, or where it is taken under the next like it. */
export async function insertTopic(
  tx: Db,
  world: World,
  { slug: wanted, name, description, altLabels, sameAs, broaderId }: TopicFields,
): Promise<TopicRecord> {
  const id = world.newId('top')
  const slug = await takeSlug(tx, 'topic', wanted, id)
  const now = world.now().toISOString()
  const said = { name, nameKey: sortKey(name), description, altLabels, broaderId, sameAs }
  const topic = { id, slug, ...said, mergedInto: null, createdAt: now, updatedAt: now }
  await tx.insert(topics).values(topic)
  await tx.insert(topicClosure).values({ ancestorId: id, descendantId: id })
  await hangUnder(tx, id, broaderId)
  await indexTopic(tx, topic)
  // The one above shows it, too.
  const above = await findByIdOrSlug(tx, broaderId ?? undefined)
  await appendChanges(
    tx,
    world,
    [topic, ...(above ? [above] : [])].map((each) => topicChange(each, false)),
  )
  return topic
}

/** Lets readers search a topic by what is said of it now. */
export async function indexTopic(
  tx: Db,
  { id, name, altLabels, description }: Pick<TopicRecord, 'id' | 'name' | 'altLabels' | 'description'>,
): Promise<void> {
  const head = [name, ...altLabels].join('\n')
  await indexText(tx, { kind: 'topic', id, head, body: description ?? '' })
}
