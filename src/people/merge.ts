import { eq } from 'drizzle-orm'
import { leadNames, otherNames } from '../db/names.ts'
import type { Db } from '../db/store.ts'
import { people, personNames, searchTexts } from '../db/tables.ts'
import type { World } from '../deps.ts'
import { badMember } from '../problem.ts'
import { reproject } from '../publishing/show-again.ts'
import { isShown, savePerson } from './edit-people.ts'
import { personChange } from './person-change.ts'
import type { PersonRecord } from './resolve.ts'

/**
 * Makes one person of two. `into` gets the names and addresses of the other, and what is said of the other where nothing
 * is said of them; every slug, id and document that named the other names them from now on.
 */
export async function mergePerson(
  tx: Db,
  world: World,
  person: PersonRecord,
  into: PersonRecord,
): Promise<void> {
  const { id } = person
  if (id === into.id) throw badMember('/into', 'is the same person.')
  const wasShown = await isShown(tx, into)
  await tx.delete(personNames).where(eq(personNames.personId, id))
  await tx.delete(searchTexts).where(eq(searchTexts.id, id))
  await leadNames(tx, 'person', id, into.id)
  // The slug is the other's to use; an id is nobody's slug.
  const updatedAt = world.now().toISOString()
  await tx.update(people).set({ mergedInto: into.id, slug: id, updatedAt }).where(eq(people.id, id))
  await savePerson(tx, world, into, {
    slug: into.slug,
    name: into.name,
    title: into.title ?? person.title,
    bio: into.bio ?? person.bio,
    aliases: otherNames(into.name, [...into.aliases, person.name, ...person.aliases]),
    sameAs: [...new Set([...into.sameAs, ...person.sameAs])],
  })
  // That the one is gone, and that the other is new to readers, is told by the articles that show it.
  const changes = wasShown ? [personChange(into, false)] : []
  await reproject(tx, world, { kind: 'person', id, into: into.id }, changes)
}
