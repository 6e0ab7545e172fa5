import { eq, inArray, or } from 'drizzle-orm'
import type { TopicRef } from '../contract.ts'
import { appendChanges } from '../changes/append.ts'
import { idsOf, takeSlug } from '../db/names.ts'
import { sortKey } from '../db/sort-key.ts'
import type { Db } from '../db/store.ts'
import { topicClosure, topics } from '../db/tables.ts'
import { indexText } from '../db/text-search.ts'
import type { World } from '../deps.ts'
import { topicChange } from './topic-change.ts'
import type { VocabularyTopic } from './vocabulary.ts'

/** The topic a document names: by id, slug or name; made, with nothing above it, where there is none. */
export async function resolveTopic(
  tx: Db,
  world: World,
  named: { id?: string | undefined; slug: string; name: string },
): Promise<TopicRef> {
  const ids = await idsOf(tx, 'topic', named.id === undefined ? [named.slug] : [named.id])
  const [known] = await tx
    .select({ id: topics.id, slug: topics.slug, name: topics.name })
    .from(topics)
    .where(or(inArray(topics.id, ids), eq(topics.nameKey, sortKey(named.name))))
    .orderBy(topics.createdAt, topics.id)
    .limit(1)
  if (known) return known
  const { slug, name } = named
  return insertTopic(
    tx,
    world,
    { slug, name, description: null, altLabels: [], broader: null, sameAs: [] },
    null,
  )
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
    const id = known ?? (await insertTopic(tx, world, topic, broaderId)).id
    idOfSlug.set(topic.slug, id)
    return id
  }
  for (const topic of vocabulary) await add(topic)
}

async function insertTopic(
  tx: Db,
  world: World,
  { slug: wanted, name, description, altLabels, sameAs }: VocabularyTopic,
  broaderId: string | null,
): Promise<TopicRef> {
  const id = world.newId('top')
  const slug = await takeSlug(tx, 'topic', wanted, id)
  const now = world.now().toISOString()
  const row = { id, slug, name, nameKey: sortKey(name), description, altLabels, broaderId, sameAs }
  await tx.insert(topics).values({ ...row, createdAt: now, updatedAt: now })
  const above = await tx
    .select()
    .from(topicClosure)
    .where(eq(topicClosure.descendantId, broaderId ?? ''))
  const ancestorIds = [id, ...above.map(({ ancestorId }) => ancestorId)]
  await tx.insert(topicClosure).values(ancestorIds.map((ancestorId) => ({ ancestorId, descendantId: id })))
  const head = [name, ...altLabels].join('\n')
  await indexText(tx, { kind: 'topic', id, articleId: null, head, body: description ?? '' })
  await appendChanges(tx, world, [topicChange({ id, slug }, false)])
  return { id, slug, name }
}
