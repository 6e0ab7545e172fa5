import { isDeepStrictEqual } from 'node:util'
import { eq, inArray } from 'drizzle-orm'
import { appendChanges } from '../changes/append.ts'
import { freeSlugs, giveSlug, idsOf, otherNames } from '../db/names.ts'
import { sortKey } from '../db/sort-key.ts'
import type { Db } from '../db/store.ts'
import { people, personNames, searchTexts } from '../db/tables.ts'
import type { World } from '../deps.ts'
import { slugTaken } from '../editing/slug-taken.ts'
import { Problem } from '../problem.ts'
import { articlesShowing } from '../publishing/articles-showing.ts'
import { reproject } from '../publishing/show-again.ts'
import type { NewPerson, PersonPatch } from './contract.ts'
import { personChange } from './person-change.ts'
import { indexPerson, insertPerson, keepNames, type PersonFields, type PersonRecord } from './resolve.ts'

/** A person by id or by any slug that leads there, whether readers see them or not; undefined where there is none. */
export async function findPersonRecord(db: Db, idOrSlug: string): Promise<PersonRecord | undefined> {
  const ids = await idsOf(db, 'person', [idOrSlug])
  const [person] = await db.select().from(people).where(inArray(people.id, ids))
  return person
}

/** Makes a person of what an editor sent; gives the id. Readers see nobody who stands on no article. */
export async function createPerson(tx: Db, world: World, input: NewPerson): Promise<string> {
  const { name, title = null, bio = null, slug } = input
  if (slug !== undefined && (await idsOf(tx, 'person', [slug])).length > 0) throw slugTaken('person', slug)
  const aliases = otherNames(name, input.aliases ?? [])
  const said = { name, title, bio, aliases, sameAs: [...new Set(input.sameAs)] }
  return (await insertPerson(tx, world, said, slug)).id
}

/**
 * Changes a person as a merge patch says. A former name stays as an alias, a former slug leads here, and every article
 * that shows the person is shown again where its readers would notice.
 */
export async function updatePerson(
  tx: Db,
  world: World,
  person: PersonRecord,
  patch: PersonPatch,
): Promise<void> {
  const { name = person.name, slug = person.slug, aliases: others = person.aliases } = patch
  const isSameName = sortKey(name) === person.nameKey
  const aliases = [...(others ?? []), ...(isSameName ? [] : [person.name])]
  const said = {
    name,
    title: patch.title === undefined ? person.title : patch.title,
    bio: patch.bio === undefined ? person.bio : patch.bio,
    aliases: otherNames(name, aliases),
    sameAs: [...new Set(patch.sameAs === undefined ? person.sameAs : patch.sameAs)],
  }
  if (slug === person.slug && isDeepStrictEqual(said, fieldsOf(person))) return
  if (slug !== person.slug && !(await giveSlug(tx, 'person', slug, person.id)))
    throw slugTaken('person', slug)
  await savePerson(tx, world, person, { ...said, slug })
  if (!(await isShown(tx, person))) return
  const changes = [personChange({ id: person.id, slug }, false, person.slug)]
  const isRenamed = name !== person.name || slug !== person.slug
  if (isRenamed) await reproject(tx, world, { kind: 'person', id: person.id }, changes)
  else await appendChanges(tx, world, changes)
}

/** Deletes a person who stands on no published article. A draft that still names them makes them anew. */
export async function deletePerson(tx: Db, { id }: PersonRecord): Promise<void> {
  const { length } = await articlesShowing(tx, { kind: 'person', id })
  if (length > 0)
    throw new Problem(
      'conflict',
      `The person stands on ${length} published article(s). Take them off, or merge them into another person.`,
    )
  await freeSlugs(tx, 'person', id)
  await tx.delete(personNames).where(eq(personNames.personId, id))
  await tx.delete(searchTexts).where(eq(searchTexts.id, id))
  await tx.delete(people).where(eq(people.mergedInto, id))
  await tx.delete(people).where(eq(people.id, id))
}

/** Writes what is said of a person, and lets them be found by it. */
export async function savePerson(
  tx: Db,
  world: World,
  { id }: PersonRecord,
  said: PersonFields & { slug: string },
): Promise<void> {
  const updatedAt = world.now().toISOString()
  await tx
    .update(people)
    .set({ ...said, nameKey: sortKey(said.name), updatedAt })
    .where(eq(people.id, id))
  await keepNames(tx, { id, ...said })
  await indexPerson(tx, { id, ...said })
}

/** Whether readers see the person. */
export async function isShown(db: Db, { id }: PersonRecord): Promise<boolean> {
  return (await articlesShowing(db, { kind: 'person', id }, { limit: 1 })).length > 0
}

function fieldsOf({ name, title, bio, aliases, sameAs }: PersonRecord): PersonFields {
  return { name, title, bio, aliases, sameAs }
}
