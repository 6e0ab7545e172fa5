import { and, asc, desc, eq, inArray, isNull } from 'drizzle-orm'
import { appendChanges } from '../changes/append.ts'
import { nameKeysOf, takeSlug } from '../db/names.ts'
import { sortKey } from '../db/sort-key.ts'
import type { Db } from '../db/store.ts'
import { people, personNames } from '../db/tables.ts'
import { indexText } from '../db/text-search.ts'
import type { World } from '../deps.ts'
import { slugOf } from '../slug.ts'
import { personChange } from './person-change.ts'

export interface NamedPerson {
  id?: string | undefined
  name: string
  title: string | null
}

export interface KnownPerson {
  id: string
  slug: string
  name: string
}

/**
 * The person a document names: by id, else by the whole name or an alias, honorifics aside, never by a part of it;
 * made where there is none. A person without a title takes the one that the document gives.
 */
export async function resolvePerson(tx: Db, world: World, named: NamedPerson): Promise<KnownPerson> {
  const known = (await findById(tx, named.id)) ?? (await findByName(tx, named.name))
  if (!known) return insertPerson(tx, world, named)
  if (known.title === null && named.title !== null) {
    await tx
      .update(people)
      .set({ title: named.title, updatedAt: world.now().toISOString() })
      .where(and(eq(people.id, known.id), isNull(people.title)))
    await indexPerson(tx, { ...known, title: named.title })
    await appendChanges(tx, world, [personChange(known, false)])
  }
  return known
}

type PersonRecord = typeof people.$inferSelect

async function findById(tx: Db, id: string | undefined): Promise<PersonRecord | undefined> {
  if (id === undefined) return undefined
  const [known] = await tx.select().from(people).where(eq(people.id, id))
  return known
}

/** Who is called so; of several, first who has it for a name and not for an alias, then who was first. */
async function findByName(tx: Db, name: string): Promise<PersonRecord | undefined> {
  const [known] = await tx
    .select({ person: people })
    .from(personNames)
    .innerJoin(people, eq(people.id, personNames.personId))
    .where(inArray(personNames.nameKey, nameKeysOf(name)))
    .orderBy(desc(eq(people.nameKey, sortKey(name))), asc(people.createdAt), asc(people.id))
    .limit(1)
  return known?.person
}

async function insertPerson(tx: Db, world: World, { name, title }: NamedPerson): Promise<KnownPerson> {
  const id = world.newId('per')
  const slug = await takeSlug(tx, 'person', slugOf(name), id)
  const now = world.now().toISOString()
  const person = { id, slug, name, nameKey: sortKey(name), title, bio: null, aliases: [], sameAs: [] }
  await tx.insert(people).values({ ...person, createdAt: now, updatedAt: now })
  await indexPerson(tx, person)
  await keepNames(tx, person)
  return person
}

/** Lets a person be found by name and aliases, in the place of those that were there. To follow every change of them. */
export async function keepNames(
  tx: Db,
  { id, name, aliases }: Pick<PersonRecord, 'id' | 'name' | 'aliases'>,
): Promise<void> {
  await tx.delete(personNames).where(eq(personNames.personId, id))
  const nameKeys = new Set([name, ...aliases].flatMap(nameKeysOf))
  await tx.insert(personNames).values([...nameKeys].map((nameKey) => ({ nameKey, personId: id })))
}

interface IndexedPerson extends KnownPerson {
  title: string | null
  bio: string | null
  aliases: string[]
}

async function indexPerson(tx: Db, { id, name, aliases, title, bio }: IndexedPerson): Promise<void> {
  const head = [name, ...aliases].join('\n')
  const body = [title, bio].filter((text) => text !== null).join('\n')
  await indexText(tx, { kind: 'person', id, articleId: null, head, body })
}
