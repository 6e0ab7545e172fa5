import { eq } from 'drizzle-orm'
import { giveSlug, idsOf, nameKeysOf, takeSlug } from '../db/names.ts'
import { sortKey } from '../db/sort-key.ts'
import type { Db } from '../db/store.ts'
import { people } from '../db/tables.ts'
import type { World } from '../deps.ts'
import { indexPerson, keepNames } from '../people/resolve.ts'
import type { PersonLine } from './contract.ts'

/**
 * Makes the people of an export who are not there, under their own ids; gives how many. Who is there stays as they are:
 * by id, or by the same slug and name in a database that has them under another id.
 */
export async function importPeople(tx: Db, world: World, lines: PersonLine[]): Promise<number> {
  let made = 0
  for (const line of lines) {
    const [known] = await tx.select({ id: people.id }).from(people).where(eq(people.id, line.id))
    if (known) continue
    const isNew = 'mergedInto' in line ? await makeMerged(tx, world, line) : await makePerson(tx, world, line)
    if (isNew) made += 1
  }
  return made
}

async function makePerson(
  tx: Db,
  world: World,
  line: Exclude<PersonLine, { mergedInto: string }>,
): Promise<boolean> {
  const { id, name, title, bio, aliases, sameAs } = line
  if (await isThere(tx, line)) return false
  const slug = await takeSlug(tx, 'person', line.slug, id)
  for (const former of line.formerSlugs) await giveSlug(tx, 'person', former, id)
  const now = world.now().toISOString()
  const said = { name, nameKey: sortKey(name), title, bio, aliases, sameAs }
  await tx.insert(people).values({ id, slug, ...said, mergedInto: null, createdAt: now, updatedAt: now })
  await indexPerson(tx, line)
  await keepNames(tx, line)
  return true
}

async function isThere(tx: Db, { slug, name }: { slug: string; name: string }): Promise<boolean> {
  const [id] = await idsOf(tx, 'person', [slug])
  if (id === undefined) return false
  const [other] = await tx.select({ name: people.name }).from(people).where(eq(people.id, id))
  const keys = new Set(nameKeysOf(name))
  return other !== undefined && nameKeysOf(other.name).some((key) => keys.has(key))
}

/** The id leads to whom the person was merged into; where that one is not there, to nobody. */
async function makeMerged(
  tx: Db,
  world: World,
  { id, name, mergedInto }: Extract<PersonLine, { mergedInto: string }>,
): Promise<boolean> {
  const now = world.now().toISOString()
  await tx.insert(people).values({
    ...{ id, slug: id, name, nameKey: sortKey(name), title: null, bio: null, aliases: [], sameAs: [] },
    ...{ mergedInto, createdAt: now, updatedAt: now },
  })
  return true
}
