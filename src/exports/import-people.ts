import { eq } from 'drizzle-orm'
import { giveSlug, idsOf, nameKeysOf, takeSlug } from '../db/names.ts'
import { sortKey } from '../db/sort-key.ts'
import type { Db } from '../db/store.ts'
import { people } from '../db/tables.ts'
import type { World } from '../deps.ts'
import { indexPerson, keepNames } from '../people/resolve.ts'
import type { ExportedPerson, MergedLine } from './contract.ts'

/**
 * Makes the people of an export who are not there, under their own ids. Who is there stays as they are: by id, or by the
 * same slug and name in a database that has them under another id, to which theirs leads from now on.
 */
export async function importPeople(tx: Db, world: World, lines: ExportedPerson[]): Promise<void> {
  for (const line of lines) {
    if (await isKnown(tx, line.id)) continue
    const namesake = await findNamesake(tx, line)
    if (namesake !== undefined) await leadId(tx, world, line, namesake)
    else await makePerson(tx, world, line)
  }
}

/** Lets the ids of people who were merged lead to whom they were merged into; where those are not there, to nobody. */
export async function importMergedPeople(tx: Db, world: World, lines: MergedLine[]): Promise<void> {
  for (const line of lines) {
    const [into = ''] = await idsOf(tx, 'person', [line.mergedInto])
    if (!(await isKnown(tx, line.id)) && (await isKnown(tx, into))) await leadId(tx, world, line, into)
  }
}

async function makePerson(tx: Db, world: World, line: ExportedPerson): Promise<void> {
  const { id, name, title, bio, aliases, sameAs } = line
  const slug = await takeSlug(tx, 'person', line.slug, id)
  for (const former of line.formerSlugs) await giveSlug(tx, 'person', former, id)
  const now = world.now().toISOString()
  const said = { name, nameKey: sortKey(name), title, bio, aliases, sameAs }
  await tx.insert(people).values({ id, slug, ...said, mergedInto: null, createdAt: now, updatedAt: now })
  await indexPerson(tx, line)
  await keepNames(tx, line)
}

async function leadId(
  tx: Db,
  world: World,
  { id, name }: { id: string; name: string },
  mergedInto: string,
): Promise<void> {
  const now = world.now().toISOString()
  await tx.insert(people).values({
    ...{ id, slug: id, name, nameKey: sortKey(name), title: null, bio: null, aliases: [], sameAs: [] },
    ...{ mergedInto, createdAt: now, updatedAt: now },
  })
}

async function isKnown(tx: Db, id: string): Promise<boolean> {
  const rows = await tx.select({ id: people.id }).from(people).where(eq(people.id, id))
  return rows.length > 0
}

async function findNamesake(tx: Db, { slug, name }: ExportedPerson): Promise<string | undefined> {
  const [id] = await idsOf(tx, 'person', [slug])
  if (id === undefined) return undefined
  const [other] = await tx.select({ name: people.name }).from(people).where(eq(people.id, id))
  const keys = new Set(nameKeysOf(name))
  return other && nameKeysOf(other.name).some((key) => keys.has(key)) ? id : undefined
}
