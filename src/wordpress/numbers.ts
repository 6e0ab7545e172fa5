import { ARTICLE_KINDS, type ArticleKind } from '../contract.ts'
import { idsOf, type NamedKind } from '../db/names.ts'
import { idsByNumbers, numbersOf } from '../db/resource-numbers.ts'
import type { Db } from '../db/store.ts'

const PREFIXES: Record<NamedKind, string> = { article: 'art_', person: 'per_', topic: 'top_' }

/** The ids that WordPress's stand for: of what was merged, that of what it was merged into; what is none is left out. */
export async function idsOfNumbers(db: Db, kind: NamedKind, numbers: number[]): Promise<string[]> {
  const ids = await idsByNumbers(db, numbers)
  return idsOf(
    db,
    kind,
    ids.filter((id) => id.startsWith(PREFIXES[kind])),
  )
}

/** The ids that slugs, present or former, stand for. */
export async function idsOfSlugs(db: Db, kind: NamedKind, slugs: string[]): Promise<string[]> {
  return idsOf(
    db,
    kind,
    slugs.filter((slug) => !slug.startsWith(PREFIXES[kind])),
  )
}

/** The kinds that categories stand for. */
export async function kindsOfNumbers(db: Db, numbers: number[]): Promise<ArticleKind[]> {
  const ids = await idsByNumbers(db, numbers)
  return ARTICLE_KINDS.filter((kind) => ids.includes(kind))
}

/** WordPress's ids of what has these. */
export async function numberBy(db: Db, ids: string[]): Promise<(id: string) => number> {
  const numbers = await numbersOf(db, ids)
  return (id) => {
    const number = numbers.get(id)
    if (number === undefined) throw new Error(`${id} has no number.`)
    return number
  }
}
