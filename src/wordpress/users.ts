import { inArray, not, type SQL } from 'drizzle-orm'
import type { Db } from '../db/store.ts'
import { people } from '../db/tables.ts'
import type { Deps } from '../deps.ts'
import type { UsersQuery } from './contract.ts'
import { WordPressError } from './errors.ts'
import { alone, type Found, inOrderOf, type Listed, rangeOf } from './listed.ts'
import { idsOfNumbers, idsOfSlugs, numberBy } from './numbers.ts'
import { presentUser } from './present.ts'
import { listNames, type Part, peopleByIds, USERS } from './queries.ts'

/** A part of the list of those who are authors of posts, by name where no order is asked for. */
export async function browseUsers({ store, config }: Deps, query: UsersQuery): Promise<Listed> {
  const { ids, total } = await partOf(store.read, query)
  const rows = await peopleByIds(store.read, ids)
  const numberOf = await numberBy(store.read, ids)
  const items = ids.flatMap((id) => {
    const row = rows.get(id)
    return row ? [alone(presentUser(row, numberOf(id), config))] : []
  })
  return { items, total, shown: { tags: ['list:people', 'list:articles'] } }
}

/** One user by their number. Throws where nobody is an author under it. */
export async function readUser({ store, config }: Deps, number: number): Promise<Found> {
  const { read } = store
  const ids = await idsOfNumbers(read, 'person', [number])
  const isThey = { others: [inArray(people.id, ids)], q: undefined }
  const first = { offset: 0, limit: 1 }
  const { ids: found } = await listNames(read, USERS, isThey, { by: 'id', descending: false }, first)
  const [row] = (await peopleByIds(read, found)).values()
  if (!row) throw new WordPressError(404, 'rest_user_invalid_id', 'Invalid user ID.')
  const present = (await numberBy(read, [row.id]))(row.id)
  return {
    ...alone(presentUser(row, present, config)),
    number: present,
    shown: { tags: [`person:${row.slug}`, 'list:people', 'list:articles'] },
  }
}

async function partOf(db: Db, query: UsersQuery): Promise<Part> {
  const { include, exclude, slug, search: q, orderby = 'name', order } = query
  const others: SQL[] = []
  if (include) others.push(inArray(people.id, await idsOfNumbers(db, 'person', include)))
  if (exclude) others.push(not(inArray(people.id, await idsOfNumbers(db, 'person', exclude))))
  if (slug) others.push(inArray(people.id, await idsOfSlugs(db, 'person', slug)))
  const by = { by: orderby === 'include' ? ('name' as const) : orderby, descending: order === 'desc' }
  if (orderby !== 'include') return listNames(db, USERS, { others, q }, by, rangeOf(query))
  const wanted = await idsOfNumbers(db, 'person', include ?? [])
  const all = { offset: 0, limit: wanted.length }
  const { ids, total } = await listNames(db, USERS, { others, q }, by, all)
  return { ids: inOrderOf(ids, wanted, rangeOf(query)), total }
}
