import type { KnownFilter } from './content-filter.ts'
import { keptTotal } from './kept-scopes.ts'
import { cutPage, emptyPage, type Page, type PageRequest } from './keyset.ts'
import type { Db } from './store.ts'
import { countIds, walkList, type WalkRow, type WalkSort } from './walk-list.ts'

/** A page of the ids of articles or pairs, in the order of `sort`. */
export async function walkPage(
  db: Db,
  known: KnownFilter,
  sort: WalkSort,
  page: PageRequest,
): Promise<Page<WalkRow>> {
  // Of two things that many have perhaps none has both: that is known without looking at each.
  const kept = page.count || known.groups.length > 1 ? await keptTotal(db, known) : undefined
  if (kept === 0) return emptyPage(page)
  const rows = await walkList(db, known, sort, { after: page.after, limit: page.limit + 1 })
  const total = page.count ? (kept ?? (await countIds(db, known))) : undefined
  return cutPage(rows, page.limit, { total })
}
