import { and, eq, isNull } from 'drizzle-orm'
import { idsOf, takeSlug } from '../db/names.ts'
import { sortKey } from '../db/sort-key.ts'
import type { Db } from '../db/store.ts'
import { people } from '../db/tables.ts'
import { indexText } from '../db/text-search.ts'
import type { World } from '../deps.ts'
import { slugOf } from '../slug.ts'

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
 * The person a document names: by id, else by the whole name, never by a part of it; made where there is
 * none. A person without a title takes the one that the document gives.
 */
export async function resolvePerson(tx: Db, world: World, named: NamedPerson): Promise<KnownPerson> {
  const byId = named.id === undefined ? [] : await idsOf(tx, 'person', [named.id])
  const nameKey = sortKey(named.name)
  const where = byId[0] === undefined ? eq(people.nameKey, nameKey) : eq(people.id, byId[0])
  const [known] = await tx.select().from(people).where(where).orderBy(people.createdAt, people.id).limit(1)
  if (!known) return insertPerson(tx, world, named)
  if (known.title === null && named.title !== null) {
    await tx
      .update(people)
      .set({ title: named.title, updatedAt: world.now().toISOString() })
      .where(and(eq(people.id, known.id), isNull(people.title)))
    await indexPerson(tx, { ...known, title: named.title })
  }
  return known
}

async function insertPerson(tx: Db, world: World, { name, title }: NamedPerson): Promise<KnownPerson> {
  const id = world.newId('per')
  const slug = await takeSlug(tx, 'person', slugOf(name), id)
  const now = world.now().toISOString()
  const person = { id, slug, name, nameKey: sortKey(name), title, bio: null, aliases: [], sameAs: [] }
  await tx.insert(people).values({ ...person, createdAt: now, updatedAt: now })
  await indexPerson(tx, person)
  return person
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
