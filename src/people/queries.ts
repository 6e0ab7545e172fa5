import { and, eq, exists, inArray, isNull, type SQL, sql } from 'drizzle-orm'
import { PERSON_ROLES, type PersonRole } from '../contract.ts'
import { countRows } from '../db/count-rows.ts'
import { EVERYTHING, type FacetCount, keptCounts } from '../db/facet-counts.ts'
import { cutPage, emptyPage, keyset, type Page, type PageRequest, type SortKey } from '../db/keyset.ts'
import { idsOf } from '../db/names.ts'
import type { Db } from '../db/store.ts'
import { articlePeople } from '../db/list-tables.ts'
import { people } from '../db/tables.ts'
import { search, type SearchScope } from '../db/text-search.ts'
import type { NAME_SORTS } from '../http/contract.ts'

type NameSort = (typeof NAME_SORTS)[number]

export interface PersonFilter {
  role?: PersonRole[] | undefined
  q?: string | undefined
  /** Those who stand on no article, too. */
  everyone?: boolean | undefined
}

export type PersonRow = typeof people.$inferSelect & { counts: PersonCounts }

interface PersonCounts {
  articles: number
  asked: number
  answered: number
  roles: Partial<Record<PersonRole, number>>
}

const byName: SortKey[] = [{ column: people.nameKey }, { column: people.id }]
const SORTS: Record<NameSort, SortKey[]> = {
  name: byName,
  '-relevance': [{ column: sql`hits.score`, descending: true }, ...byName],
}
const scope: SearchScope = { kinds: ['person'], owner: 'id' }
const isHit = sql`hits.id = ${people.id}`
/** Who was merged into another is nobody any more. */
const isSomebody = isNull(people.mergedInto)

/** People who stand on a published article, or all, in the order of `sort`; `-relevance` goes with `q`. */
export async function listPeople(
  db: Db,
  filter: PersonFilter,
  sort: NameSort,
  page: PageRequest,
): Promise<Page<PersonRow>> {
  const found = filter.q === undefined ? undefined : await search(db, scope, filter.q, page.after?.ranking)
  if (filter.q !== undefined && !found) return emptyPage(page)

  const isAnyone = filter.everyone === true && !filter.role
  const visible = isAnyone ? isSomebody : and(isSomebody, onArticle(db, filter.role))
  const { orderBy, where, columns: key } = keyset(SORTS[sort], page.after)
  const query = db.select({ person: people, key }).from(people).$dynamic()
  if (found) query.innerJoin(sql`${found.hits} as hits`, isHit)
  const rows = await query
    .where(and(visible, where))
    .orderBy(...orderBy)
    .limit(page.limit + 1)

  const total = page.count ? await countRows(db, people, { where: visible, found, isHit }) : undefined
  const cut = cutPage(rows, page.limit, { total, ranking: found?.ranking })
  const counts = await countsOf(
    db,
    cut.rows.map(({ person }) => person.id),
  )
  return { ...cut, rows: cut.rows.map(({ person }) => ({ ...person, counts: counts(person.id) })) }
}

/**
 * A person by id or by any slug that they have or had, their own or of somebody who was merged into them; undefined
 * where there is none, or for readers none on a published article.
 */
export async function findPerson(
  db: Db,
  idOrSlug: string,
  { everyone = false } = {},
): Promise<PersonRow | undefined> {
  const [id] = await idsOf(db, 'person', [idOrSlug])
  if (id === undefined) return undefined
  const [person] = await db
    .select()
    .from(people)
    .where(and(eq(people.id, id), everyone ? undefined : onArticle(db)))
  return person && { ...person, counts: (await countsOf(db, [id]))(id) }
}

/** Addresses of the same people elsewhere, by their ids; nobody is left out who has none. */
export async function sameAsOf(db: Db, ids: string[]): Promise<Map<string, string[]>> {
  const rows = await db
    .select({ id: people.id, sameAs: people.sameAs })
    .from(people)
    .where(inArray(people.id, ids))
  return new Map(rows.map(({ id, sameAs }) => [id, sameAs]))
}

// A person whom only a draft names is no secret of ours to tell.
function onArticle(db: Db, roles?: PersonRole[]): SQL {
  const inRole = roles && inArray(articlePeople.role, roles)
  return exists(
    db
      .select({ one: sql`1` })
      .from(articlePeople)
      .where(and(eq(articlePeople.personId, people.id), inRole)),
  )
}

async function countsOf(db: Db, ids: string[]): Promise<(id: string) => PersonCounts> {
  const facets = ['person', ...PERSON_ROLES]
  const articles = await keptCounts(db, 'article', EVERYTHING, { facets, values: ids })
  const pairs = await keptCounts(db, 'qa', EVERYTHING, { facets: ['asker', 'answerer'], values: ids })
  const articlesOf = Map.groupBy(articles, ({ value }) => value)
  const pairsOf = Map.groupBy(pairs, ({ value }) => value)
  return (id) => {
    const countOf = (counts: FacetCount[] | undefined, facet: string) =>
      counts?.find((each) => each.facet === facet)?.count ?? 0
    return {
      articles: countOf(articlesOf.get(id), 'person'),
      asked: countOf(pairsOf.get(id), 'asker'),
      answered: countOf(pairsOf.get(id), 'answerer'),
      roles: Object.fromEntries(PERSON_ROLES.map((role) => [role, countOf(articlesOf.get(id), role)])),
    }
  }
}
