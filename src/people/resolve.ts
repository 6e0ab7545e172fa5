import { and, asc, desc, eq, inArray, isNull, sql } from 'drizzle-orm'
import { appendChanges } from '../changes/append.ts'
import { inPlaces, keepQuery, placeholders } from '../db/keep-query.ts'
import { idsOf, nameKeysOf, takeSlug } from '../db/names.ts'
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
  aliases: string[]
}

/**
 * The person a document names: by id, their own or that of somebody who was merged into them, else by the whole name or an alias, honorifics aside, never by a part of it;
 * made where there is none. A person without a title takes the one that the document gives.
 */
export async function resolvePerson(tx: Db, world: World, named: NamedPerson): Promise<KnownPerson> {
  const known = await findPerson(tx, named)
  if (!known) return insertPerson(tx, world, { ...named, bio: null, aliases: [], sameAs: [] })
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

export type PersonRecord = typeof people.$inferSelect

/** The person whom `resolvePerson` would find; undefined where it would make one. */
export async function findPerson(
  db: Db,
  { id, name }: Pick<NamedPerson, 'id' | 'name'>,
): Promise<PersonRecord | undefined> {
  return (await findById(db, id)) ?? findByName(db, name)
}

async function findById(tx: Db, id: string | undefined): Promise<PersonRecord | undefined> {
  if (id === undefined) return undefined
  const [known] = await tx
    .select()
    .from(people)
    .where(inArray(people.id, await idsOf(tx, 'person', [id])))
  return known
}

const byNameKeys = keepQuery((db, count: number) =>
  db
    .select({ person: people })
    .from(personNames)
    .innerJoin(people, eq(people.id, personNames.personId))
    .where(inArray(personNames.nameKey, placeholders(count)))
    .orderBy(desc(eq(people.nameKey, sql.placeholder('own'))), asc(people.createdAt), asc(people.id))
    // Few have one name; and with a limit SQLite would plan the query anew at each run.
    .prepare(),
)

/** Who is called so; of several, first who has it for a name and not for an alias, then who was first. */
async function findByName(tx: Db, name: string): Promise<PersonRecord | undefined> {
  const keys = nameKeysOf(name)
  const [known] = await byNameKeys(tx, keys.length).execute({ own: sortKey(name), ...inPlaces(keys) })
  return known?.person
}

/** What is said of a person. */
export type PersonFields = Pick<PersonRecord, 'name' | 'title' | 'bio' | 'aliases' | 'sameAs'>

/** Makes a person, under the slug that is wanted, or where it is taken under the next like it. */
export async function insertPerson(
  tx: Db,
  world: World,
  { name, title, bio, aliases, sameAs }: PersonFields,
  wantedSlug = slugOf(name),
): Promise<PersonRecord> {
  const id = world.newId('per')
  const slug = await takeSlug(tx, 'person', wantedSlug, id)
  const now = world.now().toISOString()
  const said = { name, nameKey: sortKey(name), title, bio, aliases, sameAs }
  const person = { id, slug, ...said, mergedInto: null, createdAt: now, updatedAt: now }
  await tx.insert(people).values(person)
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

/** Lets readers search a person by what is said of them now. */
export async function indexPerson(
  tx: Db,
  { id, name, aliases, title, bio }: Omit<PersonFields, 'sameAs'> & { id: string },
): Promise<void> {
  const head = [name, ...aliases].join('\n')
  const body = [title, bio].filter((text) => text !== null).join('\n')
  await indexText(tx, { kind: 'person', id, head, body })
}
