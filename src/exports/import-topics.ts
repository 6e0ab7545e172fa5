import { eq } from 'drizzle-orm'
import { appendChanges } from '../changes/append.ts'
import { giveSlug, idsOf, takeSlug } from '../db/names.ts'
import { sortKey } from '../db/sort-key.ts'
import type { Db } from '../db/store.ts'
import { topicClosure, topics } from '../db/tables.ts'
import type { World } from '../deps.ts'
import { Problem } from '../problem.ts'
import { indexTopic } from '../topics/resolve.ts'
import { topicChange } from '../topics/topic-change.ts'
import { hangUnder, idsUnder } from '../topics/tree.ts'
import { type ExportedTopic, type MergedLine, type TopicLine, TOPICS_FILE } from './contract.ts'

/**
 * Makes the topics of an export that are not there, under their own ids and in their places in the tree. What is there, by
 * id or by slug, stays as it is; to one that is there by its slug the id of the export leads from now on. `Problem` where
 * a topic would be above itself.
 */
export async function importTopics(tx: Db, world: World, lines: TopicLine[]): Promise<void> {
  const made: ExportedTopic[] = []
  const merged: MergedLine[] = []
  for (const line of lines) {
    if (!('slug' in line)) merged.push(line)
    else if (!(await findTopic(tx, line.id))) {
      const [namesake] = await idsOf(tx, 'topic', [line.slug])
      if (namesake !== undefined) await leadId(tx, world, line, namesake)
      else made.push(await makeTopic(tx, world, line))
    }
  }
  for (const line of merged) {
    const [into = ''] = await idsOf(tx, 'topic', [line.mergedInto])
    if (!(await findTopic(tx, line.id)) && (await findTopic(tx, into))) await leadId(tx, world, line, into)
  }
  const above = await hangAll(tx, made)
  await appendChanges(
    tx,
    world,
    [...made, ...above].map((topic) => topicChange(topic, false)),
  )
}

/** The broader one may come behind the narrower. Gives those that are not new, and show what is narrower. */
async function hangAll(tx: Db, made: ExportedTopic[]): Promise<{ id: string; slug: string }[]> {
  const newIds = new Set(made.map(({ id }) => id))
  const known = new Map<string, { id: string; slug: string }>()
  for (const { id, name, broader } of made) {
    const [presentId = ''] = broader === null ? [] : await idsOf(tx, 'topic', [broader])
    const above = await findTopic(tx, presentId)
    if (!above) continue
    if ((await idsUnder(tx, id)).includes(above.id))
      throw new Problem(
        'unreadable_text',
        `${TOPICS_FILE}: the topic "${name}" (${id}) is above itself. Nothing was imported.`,
      )
    await tx.update(topics).set({ broaderId: above.id }).where(eq(topics.id, id))
    await hangUnder(tx, id, above.id)
    if (!newIds.has(above.id)) known.set(above.id, above)
  }
  return [...known.values()]
}

async function findTopic(tx: Db, id: string): Promise<{ id: string; slug: string } | undefined> {
  const [topic] = await tx.select({ id: topics.id, slug: topics.slug }).from(topics).where(eq(topics.id, id))
  return topic
}

/** Gives the topic with the slug that it got. */
async function makeTopic(tx: Db, world: World, line: ExportedTopic): Promise<ExportedTopic> {
  const { id, name, description, altLabels, sameAs } = line
  const slug = await takeSlug(tx, 'topic', line.slug, id)
  for (const former of line.formerSlugs) await giveSlug(tx, 'topic', former, id)
  const now = world.now().toISOString()
  const said = { name, nameKey: sortKey(name), description, altLabels, sameAs, broaderId: null }
  await tx.insert(topics).values({ id, slug, ...said, mergedInto: null, createdAt: now, updatedAt: now })
  await tx.insert(topicClosure).values({ ancestorId: id, descendantId: id })
  await indexTopic(tx, line)
  return { ...line, slug }
}

async function leadId(
  tx: Db,
  world: World,
  { id, name }: { id: string; name: string },
  mergedInto: string,
): Promise<void> {
  const now = world.now().toISOString()
  await tx.insert(topics).values({
    ...{ id, slug: id, name, nameKey: sortKey(name), description: null, altLabels: [], sameAs: [] },
    ...{ broaderId: null, mergedInto, createdAt: now, updatedAt: now },
  })
}
