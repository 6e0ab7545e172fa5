import { and, desc, eq, inArray, sql } from 'drizzle-orm'
import { keepQuery } from '../db/keep-query.ts'
import { rowsOf } from '../db/kit.sqlite.ts'
import { nameKeysOf } from '../db/names.ts'
import { sortKey } from '../db/sort-key.ts'
import type { Db } from '../db/store.ts'
import { matchKeys } from '../db/tables.ts'
import type { ArticleDocument } from './contract.ts'

type MatchKind = (typeof matchKeys.$inferSelect)['kind']
/** What of a document its article is found by. */
type Matchable = Pick<ArticleDocument, 'title' | 'people' | 'source'>

/** The surest first. */
const MATCH_KINDS = ['url', 'interviewee', 'interviewer', 'title'] as const
/** So many articles of one address, one title and person, or one title, are looked at; a serial may have thousands. */
const CANDIDATES_MAX = 10
/** Parameters that say how a reader came to a page, and not which page it is. */
const TRACKING = /^(?:utm_.+|(?:fb|tw|[dgy])clid|msclkid|[gw]braid|igshid|mc_[ce]id|_ga|_gl)$/i

const addKeys = keepQuery((tx) => {
  const { kind, key, articleId } = matchKeys
  return tx
    .insert(matchKeys)
    .select(rowsOf(sql.placeholder('rows'), [kind, key, articleId].length))
    .onConflictDoNothing()
    .prepare()
})

/** Lets an article be found by what a revision of it says; what earlier ones said stays known, too. */
export async function keepMatchKeys(tx: Db, articleId: string, document: Matchable): Promise<void> {
  const rows = MATCH_KINDS.flatMap((kind) => keysOf(document, kind).map((key) => [kind, key, articleId]))
  await addKeys(tx).execute({ rows: JSON.stringify(rows) })
}

/** An article that may be the one a text is of, and what it was found by. */
export interface MatchCandidate {
  articleId: string
  kind: MatchKind
}

/**
 * Articles that may be the one a text is of, likeliest first, then the newest: those of its address, then those of its
 * title that name the same interviewee, then the same interviewer, then any of its title. By the title alone an article
 * is found whose people are only mentioned or are nobody; what it says must then be looked at the more closely.
 */
export async function findByMatchKeys(db: Db, document: Matchable): Promise<MatchCandidate[]> {
  const found = new Map<string, MatchCandidate>()
  for (const kind of MATCH_KINDS) {
    const rows = await db
      .selectDistinct({ articleId: matchKeys.articleId })
      .from(matchKeys)
      .where(and(eq(matchKeys.kind, kind), inArray(matchKeys.key, keysOf(document, kind))))
      .orderBy(desc(matchKeys.articleId))
      .limit(CANDIDATES_MAX)
    for (const { articleId } of rows) if (!found.has(articleId)) found.set(articleId, { articleId, kind })
  }
  return [...found.values()]
}

/** Whether both name whom they interview, and nobody in common: a serial has one title and one host, too. */
export function interviewOthers(one: Matchable, other: Matchable): boolean {
  const names = namesOf(one, 'interviewee')
  const otherNames = new Set(namesOf(other, 'interviewee'))
  return names.length > 0 && otherNames.size > 0 && !names.some((name) => otherNames.has(name))
}

function keysOf(document: Matchable, kind: MatchKind): string[] {
  if (kind === 'url') return document.source.url === null ? [] : urlKeysOf(document.source.url)
  const title = sortKey(document.title)
  if (title === '') return []
  return kind === 'title' ? [title] : namesOf(document, kind).map((name) => `${title} / ${name}`)
}

function namesOf({ people }: Matchable, role: 'interviewee' | 'interviewer'): string[] {
  const names = people.filter((person) => person.role === role).flatMap(({ name }) => nameKeysOf(name))
  return [...new Set(names)]
}

/**
 * An address as it is compared: without scheme, closing slash, tracking, and a fragment, unless that is how the site
 * names its pages. None where it is that of a whole site: many a page calls itself so.
 */
function urlKeysOf(address: string): string[] {
  const url = URL.parse(address)
  if (url === null) return []
  for (const name of [...url.searchParams.keys()]) if (TRACKING.test(name)) url.searchParams.delete(name)
  const fragment = /^#!?\//.test(url.hash) ? url.hash : ''
  const key = `${url.host}${url.pathname.replace(/\/+$/, '')}${url.search}${fragment}`
  return key === url.host ? [] : [key]
}
