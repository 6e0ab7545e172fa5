import { and, eq, inArray, isNotNull, sql } from 'drizzle-orm'
import { SLUG_CHARS_MAX } from '../contract.ts'
import { inPlaces, keepQuery, placeholders } from './keep-query.ts'
import { sortKey } from './sort-key.ts'
import type { Db } from './store.ts'
import { people, slugs, topics } from './tables.ts'

export type NamedKind = (typeof slugs.$inferSelect)['kind']

const PREFIXES: Record<NamedKind, string> = { article: 'art_', person: 'per_', topic: 'top_' }

const idsBySlugs = keepQuery((db, count: number) =>
  db
    .select({ id: slugs.resourceId })
    .from(slugs)
    .where(and(eq(slugs.kind, sql.placeholder('kind')), inArray(slugs.slug, placeholders(count))))
    .prepare(),
)

/**
 * The ids that slugs, present or former, and ids stand for; of what was merged, that of what it was merged into. A slug
 * of nothing is left out.
 */
export async function idsOf(db: Db, kind: NamedKind, names: string[]): Promise<string[]> {
  const given = names.filter((name) => name.startsWith(PREFIXES[kind]))
  const ids = given.length === 0 || kind === 'article' ? given : await presentIdsOf(db, kind, given)
  const rest = names.filter((name) => !name.startsWith(PREFIXES[kind]))
  if (rest.length === 0) return ids
  const found = await idsBySlugs(db, rest.length).execute({ kind, ...inPlaces(rest) })
  return [...ids, ...found.map(({ id }) => id)]
}

// A merge leads what was merged into the one to the other (`leadNames`): there is never a second step to follow.
async function presentIdsOf(db: Db, kind: 'person' | 'topic', ids: string[]): Promise<string[]> {
  const table = kind === 'person' ? people : topics
  const merged = await db
    .select({ id: table.id, mergedInto: table.mergedInto })
    .from(table)
    .where(and(inArray(table.id, ids), isNotNull(table.mergedInto)))
  const presentOf = new Map(merged.map(({ id, mergedInto }) => [id, mergedInto]))
  return ids.map((id) => presentOf.get(id) ?? id)
}

/** Takes `wanted` for a resource or, where another has or had it, the next free `wanted-2`, `wanted-3`, …. */
export async function takeSlug(tx: Db, kind: NamedKind, wanted: string, resourceId: string): Promise<string> {
  return firstSlug(wanted, (slug) => giveSlug(tx, kind, slug, resourceId))
}

/** The slug that `takeSlug` would take for a new resource. */
export async function freeSlug(db: Db, kind: NamedKind, wanted: string): Promise<string> {
  return firstSlug(wanted, async (slug) => (await idsOf(db, kind, [slug])).length === 0)
}

async function firstSlug(wanted: string, isOurs: (slug: string) => Promise<boolean>): Promise<string> {
  for (let count = 1; ; count += 1) {
    const ending = count === 1 ? '' : `-${count}`
    const slug = `${wanted.slice(0, SLUG_CHARS_MAX - ending.length)}${ending}`
    if (await isOurs(slug)) return slug
  }
}

const slugTaking = keepQuery((tx) =>
  tx
    .insert(slugs)
    .values({
      kind: sql.placeholder('kind'),
      slug: sql.placeholder('slug'),
      resourceId: sql.placeholder('resourceId'),
    })
    .onConflictDoNothing()
    .returning()
    .prepare(),
)

/** Gives a slug to a resource, beside those it has; false where another has or had it. */
export async function giveSlug(tx: Db, kind: NamedKind, slug: string, resourceId: string): Promise<boolean> {
  const [taken] = await slugTaking(tx).execute({ kind, slug, resourceId })
  return taken !== undefined || (await owns(tx, kind, slug, resourceId))
}

/** Lets every slug of a resource, and every id that led to it, lead to another one. */
export async function leadNames(tx: Db, kind: 'person' | 'topic', from: string, into: string): Promise<void> {
  const isOwn = and(eq(slugs.kind, kind), eq(slugs.resourceId, from))
  await tx.update(slugs).set({ resourceId: into }).where(isOwn)
  const table = kind === 'person' ? people : topics
  await tx.update(table).set({ mergedInto: into }).where(eq(table.mergedInto, from))
}

/** Gives back every slug of a resource that is gone: nothing is at its addresses, and another may have them. */
export async function freeSlugs(tx: Db, kind: NamedKind, resourceId: string): Promise<void> {
  await tx.delete(slugs).where(and(eq(slugs.kind, kind), eq(slugs.resourceId, resourceId)))
}

async function owns(tx: Db, kind: NamedKind, slug: string, resourceId: string): Promise<boolean> {
  return (await idsOf(tx, kind, [slug])).includes(resourceId)
}

/** Names beside `name`, in their order, each once. */
export function otherNames(name: string, names: string[]): string[] {
  return [...new Set(names)].filter((other) => other !== name)
}

/** What stands before a name and is no part of it, as `sortKey` writes it. Ranks and offices are titles, not these. */
const HONORIFICS = new Set(
  'dr doctor doktor prof professor professorin professeur mr mrs ms miss mx sir dame rev reverend herr frau monsieur madame mme mlle sr sra srta sig signor signora dott dottoressa'.split(
    ' ',
  ),
)

/**
 * What a person's name is matched by: the whole of it and, where at least two words are left, the name without
 * honorifics. "Dr. Jane Doe" is "Jane Doe"; "Mr. Doe" is not "Doe".
 */
export function nameKeysOf(name: string): string[] {
  const whole = sortKey(name) || name
  const words = whole.split(' ')
  const first = words.findIndex((word) => !HONORIFICS.has(word))
  return first > 0 && words.length - first > 1 ? [whole, words.slice(first).join(' ')] : [whole]
}
