import type { Shown } from '../http/fresh-headers.ts'

/** A page of a resource. */
export interface Listed<Item = object> {
  items: Item[]
  /** On all pages. */
  total: number
  shown: Shown
}

/** One of a resource, with the names that it has at present. */
export interface Found<Item = { id: string; slug: string }> {
  item: Item
  shown: Shown
}
