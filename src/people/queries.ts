import { and, count, countDistinct, eq, exists, inArray, isNull, type SQL, sql } from 'drizzle-orm'
import type { PersonRole } from '../contract.ts'
import { countRows } from '../db/count-rows.ts'
import { cutPage, emptyPage, keyset, type Page, type PageRequest, type SortKey } from '../db/keyset.ts'
import { idsOf } from '../db/names.ts'
import type { Db } from '../db/store.ts'
import { articlePeople, people, qaPeople } from '../db/tables.ts'
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
  const articles = await db
    .select({ id: articlePeople.personId, articles: countDistinct(articlePeople.articleId) })
    .from(articlePeople)
    .where(inArray(articlePeople.personId, ids))
    .groupBy(articlePeople.personId)
  const roles = await db
    .select({ id: articlePeople.personId, role: articlePeople.role, articles: count() })
    .from(articlePeople)
    .where(inArray(articlePeople.personId, ids))
    .groupBy(articlePeople.personId, articlePeople.role)
  const pairs = await db
    .select({ id: qaPeople.personId, role: qaPeople.role, pairs: count() })
    .from(qaPeople)
    .where(inArray(qaPeople.personId, ids))
    .groupBy(qaPeople.personId, qaPeople.role)
  const pairsOf = (id: string, role: string) =>
    pairs.find((row) => row.id === id && row.role === role)?.pairs ?? 0
  return (id) => ({
    articles: articles.find((row) => row.id === id)?.articles ?? 0,
    asked: pairsOf(id, 'asker'),
    answered: pairsOf(id, 'answerer'),
    roles: Object.fromEntries(roles.filter((row) => row.id === id).map((row) => [row.role, row.articles])),
  })
}
