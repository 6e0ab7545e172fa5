import { type Group, type KnownFilter, sizeOf } from './content-filter.ts'
import { EVERYTHING, keptCounts, type Scope } from './facet-counts.ts'
import { isRenaming } from './is-renaming.ts'
import type { Db } from './store.ts'

/**
 * How many a filter finds, where that is kept: by one thing, or by two that are counted together; not while a job counts
 * articles anew that are shown by other names.
 */
export async function keptTotal(db: Db, known: KnownFilter): Promise<number | undefined> {
  const { noun, groups, others, from, before } = known
  const [one, other, more] = groups
  if (others.length > 0 || from !== undefined || before !== undefined || more) return undefined
  if (await isRenaming(db)) return undefined
  const total = async (scope: Scope, facets: string[], values: string[]) =>
    (await keptCounts(db, noun.list, scope, { facets, values })).reduce((sum, each) => sum + each.count, 0)
  if (!one) return total(EVERYTHING, ['all'], [''])
  if (!other) {
    if (one.by === 'kind' || one.by === 'language') return sizeOf(one)
    const facets = scopesOfGroup(known, one)?.map(({ scope }) => scope)
    return facets && total(EVERYTHING, facets, one.values)
  }
  const [wide, plain] = other.by === 'topic.under' ? [other, one] : [one, other]
  const scopes = scopesOfGroup(known, wide)
  if (!scopes || plain.by === 'topic.under' || !scopesOfGroup(known, plain)) return undefined
  let sum = 0
  for (const scope of scopes) sum += await total(scope, [plain.by], plain.values)
  return sum
}

/** The sets that a filter's is made of, none in two of them, where they are counted by every facet. */
export function scopesOf(known: KnownFilter): Scope[] | undefined {
  const { groups, others, from, before } = known
  const [group, more] = groups
  if (others.length > 0 || more) return undefined
  if (from === undefined && before === undefined) return group ? scopesOfGroup(known, group) : [EVERYTHING]
  const year = from?.slice(0, 'YYYY'.length) ?? ''
  const isYear = from === startOf(Number(year)) && before === startOf(Number(year) + 1)
  return isYear && !group ? [{ scope: 'year', scopeId: year }] : undefined
}

function startOf(year: number): string {
  return `${String(year).padStart('YYYY'.length, '0')}-01-01T00:00:00.000Z`
}

function scopesOfGroup({ noun }: KnownFilter, { by, values, roles }: Group): Scope[] | undefined {
  const [scopeId, more] = values
  if (scopeId === undefined || more !== undefined || by === 'article') return undefined
  if (by === 'person' && roles !== noun.roles) return undefined
  if (by !== 'topic.under') return [{ scope: by, scopeId }]
  return [
    { scope: 'topic', scopeId },
    { scope: 'above', scopeId },
  ]
}
