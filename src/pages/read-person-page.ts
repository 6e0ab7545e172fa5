import type { FastifyRequest } from 'fastify'
import { PERSON_ROLES } from '../contract.ts'
import type { Deps } from '../deps.ts'
import { presentPerson } from '../people/present.ts'
import type { PersonRow } from '../people/queries.ts'
import type { PersonList } from './contract.ts'
import { partOf, viewsOf } from './list-items.ts'
import { personPage } from './person-page.ts'
import { readAnswers, readArticles, readFrequent } from './read-lists.ts'
import type { Site } from './site.ts'
import { ROLES } from './words.ts'
import type { Page } from './write-page.ts'

/** So many topics say what somebody speaks about. */
const TOPICS_MAX = 12

interface Query {
  cursor?: string | undefined
  show?: PersonList | undefined
}

/** The page of a person: their answers, or the articles that they stand on in a role. */
export async function readPersonPage(
  deps: Deps,
  site: Site,
  { request, query, row }: { request: FastifyRequest; query: Query; row: PersonRow },
): Promise<Page> {
  const address = `${site.base}/people/${row.slug}`
  const lists = listsOf(row)
  const first = lists[0]?.show ?? 'answers'
  const shown = query.show ?? first
  const { views, shownAt } = viewsOf(lists, { first, shown, address })
  const person = [[row.id]]
  const { topics } = await readFrequent(deps, { person })
  const { items, ...part } =
    shown === 'answers'
      ? await readAnswers(deps, site, { request, query, filter: { person, role: 'answerer' } })
      : await readArticles(deps, site, { request, query, filter: { person, role: shown } })
  return personPage(site, {
    person: presentPerson(row, site.siteUrl),
    topics: topics.slice(0, TOPICS_MAX),
    views,
    list: partOf(items, part, shownAt),
    isWhole: query.show === undefined && part.isFirst,
    next: part.next,
  })
}

/** Which lists of somebody have something in them, and how much. */
function listsOf({ counts }: PersonRow): { show: PersonList; words: string; count: number }[] {
  const lists = [
    { show: 'answers' as const, words: 'Answers', count: counts.answered },
    ...PERSON_ROLES.map((role) => ({ show: role, words: ROLES[role], count: counts.roles[role] ?? 0 })),
  ]
  return lists.filter(({ count }) => count > 0)
}
