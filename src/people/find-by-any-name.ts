import type { PersonRef } from '../contract.ts'
import { idsOf } from '../db/names.ts'
import type { Db } from '../db/store.ts'
import { findPerson } from './queries.ts'
import { findPerson as findByName } from './resolve.ts'

/** A person by id, slug, name or alias; undefined where readers see nobody who is called so. */
export async function findByAnyName(db: Db, name: string): Promise<PersonRef | undefined> {
  const [byId] = await idsOf(db, 'person', [name])
  const id = byId ?? (await findByName(db, { name }))?.id
  // Whoever stands on nothing that is published is nobody to readers.
  const person = id === undefined ? undefined : await findPerson(db, id)
  return person && { id: person.id, slug: person.slug, name: person.name }
}
