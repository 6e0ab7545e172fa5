import { eq } from 'drizzle-orm'
import { appendChanges } from '../changes/append.ts'
import { giveSlug, idsOf, takeSlug } from '../db/names.ts'
import { sortKey } from '../db/sort-key.ts'
import type { Db } from '../db/store.ts'
import { topicClosure, topics } from '../db/tables.ts'
import type { World } from '../deps.ts'
import { indexTopic } from '../topics/resolve.ts'
import { topicChange } from '../topics/topic-change.ts'
import { hangUnder } from '../topics/tree.ts'
import type { ExportedTopic, TopicLine } from './contract.ts'

/**
 * Makes the topics of an export that are not there, under their own ids and in their places in the tree; gives how many.
 * What is there, by id or by slug, stays as it is.
 */
export async function importTopics(tx: Db, world: World, lines: TopicLine[]): Promise<number> {
  const idOf = new Map<string, string>()
  const made: ExportedTopic[] = []
  let merged = 0
  for (const line of lines) {
    const [same] = await tx.select({ id: topics.id }).from(topics).where(eq(topics.id, line.id))
    const [namesake] = 'slug' in line ? await idsOf(tx, 'topic', [line.slug]) : []
    const known = same?.id ?? namesake
    idOf.set(line.id, known ?? line.id)
    if (known !== undefined) continue
    if ('slug' in line) made.push(line)
    else {
      await insert(tx, world, { ...line, slug: line.id })
      merged += 1
    }
    if ('slug' in line) await makeTopic(tx, world, line)
  }
  // The broader one may come behind the narrower.
  for (const { id, broader } of made) {
    const broaderId = broader === null ? undefined : idOf.get(broader)
    if (broaderId === undefined) continue
    await tx.update(topics).set({ broaderId }).where(eq(topics.id, id))
    await hangUnder(tx, id, broaderId)
  }
  return made.length + merged
}

async function makeTopic(tx: Db, world: World, line: ExportedTopic): Promise<void> {
  const { id } = line
  const slug = await takeSlug(tx, 'topic', line.slug, id)
  for (const former of line.formerSlugs) await giveSlug(tx, 'topic', former, id)
  await insert(tx, world, { ...line, slug, mergedInto: null })
  await tx.insert(topicClosure).values({ ancestorId: id, descendantId: id })
  await indexTopic(tx, line)
  await appendChanges(tx, world, [topicChange({ ...line, slug }, false)])
}

type Said = Partial<Pick<ExportedTopic, 'description' | 'altLabels' | 'sameAs'>>

async function insert(
  tx: Db,
  world: World,
  {
    id,
    slug,
    name,
    mergedInto,
    ...said
  }: Said & {
    id: string
    slug: string
    name: string
    mergedInto: string | null
  },
): Promise<void> {
  const now = world.now().toISOString()
  const { description = null, altLabels = [], sameAs = [] } = said
  await tx.insert(topics).values({
    ...{ id, slug, name, nameKey: sortKey(name), description, altLabels, broaderId: null, sameAs },
    ...{ mergedInto, createdAt: now, updatedAt: now },
  })
}
