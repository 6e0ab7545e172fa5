import type { Shown } from '../http/fresh-headers.ts'
import type { PageQuery } from './contract.ts'
import type { Embedded, Resource } from './keep.ts'
import type { Range } from './queries.ts'

/** A resource, and what may come with it. */
export interface Item {
  resource: Resource
  embedded: Embedded
}

/** A part of a list. */
export interface Listed {
  items: Item[]
  /** In the whole list. */
  total: number
  shown: Shown
}

/** One of a resource, under the id that it has at present. */
export interface Found extends Item {
  number: number
  shown: Shown
}

/** Which part of a list is asked for. */
export function rangeOf({ page, per_page: limit, offset }: PageQuery): Range {
  return { limit, offset: Math.min(offset ?? (page - 1) * limit, Number.MAX_SAFE_INTEGER) }
}

/** A list in the order in which its members were asked for, and the part of it. */
export function inOrderOf<T>(items: T[], wanted: T[], { offset, limit }: Range): T[] {
  return wanted.filter((each) => items.includes(each)).slice(offset, offset + limit)
}

/** What nothing comes with. */
export function alone(resource: Resource): Item {
  return { resource, embedded: {} }
}
