import { and, eq, inArray } from 'drizzle-orm'
import { SLUG_CHARS_MAX } from '../contract.ts'
import { sortKey } from './sort-key.ts'
import type { Db } from './store.ts'
import { slugs } from './tables.ts'

export type NamedKind = (typeof slugs.$inferSelect)['kind']

const PREFIXES: Record<NamedKind, string> = { article: 'art_', person: 'per_', topic: 'top_' }

/** The ids that slugs, present or former, and ids stand for. A name of nothing is left out. */
export async function idsOf(db: Db, kind: NamedKind, names: string[]): Promise<string[]> {
  const ids = names.filter((name) => name.startsWith(PREFIXES[kind]))
  const rest = names.filter((name) => !name.startsWith(PREFIXES[kind]))
  if (rest.length === 0) return ids
  const found = await db
    .select({ id: slugs.resourceId })
    .from(slugs)
    .where(and(eq(slugs.kind, kind), inArray(slugs.slug, rest)))
  return [...ids, ...found.map(({ id }) => id)]
}

/** Takes `wanted` for a resource or, where another has or had it, the next free `wanted-2`, `wanted-3`, …. */
export async function takeSlug(tx: Db, kind: NamedKind, wanted: string, resourceId: string): Promise<string> {
  for (let count = 1; ; count += 1) {
    const ending = count === 1 ? '' : `-${count}`
    const slug = `${wanted.slice(0, SLUG_CHARS_MAX - ending.length)}${ending}`
    const [taken] = await tx
      .insert(slugs)
      .values({ kind, slug, resourceId })
      .onConflictDoNothing()
      .returning()
    if (taken ?? (await owns(tx, kind, slug, resourceId))) return slug
  }
}

async function owns(tx: Db, kind: NamedKind, slug: string, resourceId: string): Promise<boolean> {
  return (await idsOf(tx, kind, [slug])).includes(resourceId)
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
