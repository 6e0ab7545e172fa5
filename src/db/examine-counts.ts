import { count, gt, inArray, isNull } from 'drizzle-orm'
import { FACETS, type ListName, PERSON_ROLES } from '../contract.ts'
import {
  filterBy,
  type Group,
  groupOf,
  type KnownFilter,
  type Noun,
  NOUNS,
  onlyUnder,
} from './content-filter.ts'
import { countFacets } from './count-facets.ts'
import { countMarked } from './count-marked.ts'
import { EVERYTHING, type FacetCount, keptFacets, nameCounts, type Scope } from './facet-counts.ts'
import type { Db } from './store.ts'
import { articleMarks, articlePeople, facetCounts, qaPeople } from './list-tables.ts'
import { publishedArticles, topics } from './tables.ts'
import { countIds, idsBy } from './walk-list.ts'

/** The sets whose kept counts are not those of the articles and pairs. Memory does not grow with them. */
export async function findMiscounted(db: Db): Promise<string[]> {
  const wrong: string[] = []
  for (const list of ['article', 'qa'] as const) {
    const expected = await countAll(db, list)
    let cells = 0
    if (!isSame(expected, await keptNames(db, list, EVERYTHING, ALL_FACETS)))
      wrong.push(nameOf(list, EVERYTHING))
    for (const { facet, value, count: items } of expected) {
      const set = setOf(db, NOUNS[list], facet, value)
      if (!set) {
        if (!(await isMarkedAs(db, NOUNS[list], { facet, value, count: items })))
          wrong.push(`${list} ${facet} ${value}`.trim())
        continue
      }
      const counts = await countFacets(db, list, idsBy(db, set.known), FACETS)
      cells += counts.length
      const isKept = isSame(counts, await keptNames(db, list, set.scope, FACETS))
      if (!isKept || !(await isMarked(db, set.known, counts))) wrong.push(nameOf(list, set.scope))
    }
    const kept = await db.$count(facetCounts, gt(facetCounts[list === 'article' ? 'articles' : 'pairs'], 0))
    if (kept !== cells) wrong.push(`${list}: ${kept} counts in the place of ${cells}`)
  }
  const marked = await db.$count(articleMarks)
  const articles = await db.$count(publishedArticles)
  if (marked !== articles) wrong.push(`marks of ${marked} articles in the place of ${articles}`)
  return wrong
}

async function keptNames(
  db: Db,
  list: ListName,
  scope: Scope,
  facets: readonly string[],
): Promise<FacetCount[]> {
  return nameCounts(db, await keptFacets(db, list, scope, facets))
}

/** Whether the marks of articles count the same. They say nothing of what is above their topics. */
async function isMarked(db: Db, known: KnownFilter, expected: FacetCount[]): Promise<boolean> {
  if (known.others.length > 0) return true
  const { counts } = await countMarked(db, known, FACETS, Infinity)
  return isSame(expected, await nameCounts(db, counts))
}

/** Whether the marks of articles say of as many who did this in them, or that they are there. */
async function isMarkedAs(db: Db, noun: Noun, { facet, value, count: items }: FacetCount): Promise<boolean> {
  const roles = [facet]
  const groups: Group[] =
    facet === 'all'
      ? []
      : [{ by: 'person', values: [value], roles, counts: [{ facet, value, count: items }] }]
  const { counts } = await countMarked(db, filterBy(noun, ...groups), ['year'], Infinity)
  return counts.reduce((sum, each) => sum + each.count, 0) === items
}

const ALL_FACETS = [...new Set(['all', 'above', ...FACETS, ...PERSON_ROLES, 'asker', 'answerer'])]

async function countAll(db: Db, list: ListName): Promise<FacetCount[]> {
  const noun = NOUNS[list]
  const everything = filterBy(noun)
  const counts = [
    { facet: 'all', value: '', count: await countIds(db, everything) },
    ...(await countFacets(db, list, idsBy(db, everything), FACETS)),
    ...(await countRoles(db, list)),
  ]
  for (const { id } of await db.select({ id: topics.id }).from(topics).where(isNull(topics.mergedInto)))
    counts.push({ facet: 'above', value: id, count: await countIds(db, onlyUnder(db, noun, id)) })
  return counts.filter((each) => each.count > 0)
}

async function countRoles(db: Db, list: ListName): Promise<FacetCount[]> {
  if (list === 'article') {
    const { role: facet, personId: value } = articlePeople
    return db.select({ facet, value, count: count() }).from(articlePeople).groupBy(facet, value)
  }
  const { role: facet, personId: value } = qaPeople
  const isSpeaker = inArray(facet, ['asker', 'answerer'])
  return db.select({ facet, value, count: count() }).from(qaPeople).where(isSpeaker).groupBy(facet, value)
}

/** What is counted by facets of its own: not who does what. */
function setOf(
  db: Db,
  noun: Noun,
  facet: string,
  value: string,
): { scope: Scope; known: KnownFilter } | undefined {
  const scope = [...FACETS, 'above' as const].find((name) => name === facet)
  if (scope === undefined) return undefined
  if (scope === 'above') return { scope: { scope, scopeId: value }, known: onlyUnder(db, noun, value) }
  if (scope !== 'year')
    return { scope: { scope, scopeId: value }, known: filterBy(noun, groupOf(noun, scope, value)) }
  const [from, before] = [`${value}-01-01`, `${Number(value) + 1}-01-01`]
  return { scope: { scope, scopeId: value }, known: { ...filterBy(noun), from, before } }
}

function isSame(expected: FacetCount[], kept: FacetCount[]): boolean {
  const lines = (counts: FacetCount[]) =>
    counts.map((each) => `${each.facet} ${each.value} ${each.count}`).sort()
  return lines(expected).join('\n') === lines(kept).join('\n')
}

function nameOf(list: ListName, { scope, scopeId }: Scope): string {
  return `${list} ${scope} ${scopeId}`.trim()
}
