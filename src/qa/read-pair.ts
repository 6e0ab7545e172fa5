import type { Deps } from '../deps.ts'
import { Problem } from '../problem.ts'
import { withSite } from '../stored-json.ts'
import { ListedQaPair } from './contract.ts'
import { findPair, type QaRow } from './queries.ts'

/** A published pair by its id. Throws `Problem` where readers see none. */
export async function getPairRow({ store }: Deps, id: string): Promise<QaRow> {
  const row = await findPair(store.read, id)
  if (!row) throw noPair()
  return row
}

/** That there is no such pair for readers. */
export function noPair(): Problem {
  return new Problem('not_found', 'No published pair has this id.')
}

/** The wire's pair on its own, of a row. */
export function pairOf({ pair }: Pick<QaRow, 'pair'>, siteUrl: string): ListedQaPair {
  return ListedQaPair.parse(JSON.parse(withSite(pair, siteUrl)))
}
