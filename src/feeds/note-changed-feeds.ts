import { and, asc, eq, gt, inArray, ne, sql } from 'drizzle-orm'
import { lastSeqOf } from '../changes/queries.ts'
import { keepQuery } from '../db/keep-query.ts'
import { changes, hubPings, hubs } from '../db/log-tables.ts'
import type { Db } from '../db/store.ts'
import { people, slugs, topicClosure, topics } from '../db/tables.ts'
import type { Deps, World } from '../deps.ts'
import { FEED_FORMATS, FEED_LISTS, FEED_SUBJECTS, type FeedSubject } from './contract.ts'
import { type FeedName, feedPath } from './feed-path.ts'
import { LIST_TAGS, slugsInTags } from './feed-tags.ts'

/** So many changes are looked at in one transaction. */
const BATCH_CHANGES = 100

/**
 * Notes of what is new in the log which feeds it changed, for the hub to be told. A batch and the mark of how far it went
 * are written together: whenever the process ends, no change is left out. A hub that is new hears of what is new from now
 * on. Reads only where nothing is new.
 */
export async function noteChangedFeeds(deps: Deps, hubUrl: string): Promise<void> {
  const { store } = deps
  const [hub] = await store.read.select().from(hubs).where(eq(hubs.url, hubUrl))
  if (!hub) await store.write((tx) => beginAtEnd(tx, hubUrl))
  else if (hub.lastSeq < (await lastSeqOf(store.read)))
    while (await store.write((tx) => advance(tx, deps, hubUrl)));
}

async function beginAtEnd(tx: Db, url: string): Promise<void> {
  await tx.delete(hubs).where(ne(hubs.url, url))
  await tx
    .insert(hubs)
    .values({ url, lastSeq: await lastSeqOf(tx) })
    .onConflictDoNothing()
}

/** One batch; false where it was the last. */
async function advance(tx: Db, world: World, url: string): Promise<boolean> {
  const [hub] = await tx.select().from(hubs).where(eq(hubs.url, url))
  if (!hub) return false
  const batch = await tx
    .select({ seq: changes.seq, cacheTags: changes.cacheTags })
    .from(changes)
    .where(gt(changes.seq, hub.lastSeq))
    .orderBy(asc(changes.seq))
    .limit(BATCH_CHANGES)
  const lastSeq = batch.at(-1)?.seq
  if (lastSeq === undefined) return false
  await tx.update(hubs).set({ lastSeq }).where(eq(hubs.url, url))
  const nextAttemptAt = world.now().toISOString()
  for (const name of await feedsShowing(tx, new Set(batch.flatMap(({ cacheTags }) => cacheTags))))
    for (const format of FEED_FORMATS) await ping(tx).execute({ path: feedPath(name, format), nextAttemptAt })
  return batch.length === BATCH_CHANGES
}

/** Due at once, even where the hub would not hear of it for now: it may have come back. */
const ping = keepQuery((tx) =>
  tx
    .insert(hubPings)
    .values({ path: sql.placeholder('path'), attempts: 0, nextAttemptAt: sql.placeholder('nextAttemptAt') })
    .onConflictDoUpdate({
      target: hubPings.path,
      set: { attempts: 0, nextAttemptAt: sql`excluded.next_attempt_at` },
    })
    .prepare(),
)

/** The feeds that show what has these cache tags. */
async function feedsShowing(db: Db, tags: Set<string>): Promise<FeedName[]> {
  const slugsOf: Record<FeedSubject, string[]> = {
    topics: await topicsShowing(db, slugsInTags(tags, 'topics')),
    people: await peopleNamed(db, slugsInTags(tags, 'people')),
  }
  const ofAll = FEED_LISTS.filter((list) => tags.has(LIST_TAGS[list])).map((list) => ({ list }))
  const about = FEED_SUBJECTS.flatMap((subject) => slugsOf[subject].map((slug) => ({ subject, slug })))
  return [...ofAll, ...about.flatMap((each) => FEED_LISTS.map((list) => ({ list, about: each })))]
}

/** Present slugs of topics that have or had these, and of all above them. */
async function topicsShowing(db: Db, names: string[]): Promise<string[]> {
  const rows = await db
    .selectDistinct({ slug: topics.slug })
    .from(slugs)
    .innerJoin(topicClosure, eq(topicClosure.descendantId, slugs.resourceId))
    .innerJoin(topics, eq(topics.id, topicClosure.ancestorId))
    .where(and(eq(slugs.kind, 'topic'), inArray(slugs.slug, names)))
  return rows.map(({ slug }) => slug)
}

/** Present slugs of people who have or had these. */
async function peopleNamed(db: Db, names: string[]): Promise<string[]> {
  const rows = await db
    .selectDistinct({ slug: people.slug })
    .from(slugs)
    .innerJoin(people, eq(people.id, slugs.resourceId))
    .where(and(eq(slugs.kind, 'person'), inArray(slugs.slug, names)))
  return rows.map(({ slug }) => slug)
}
