import { badParameter } from '../problem.ts'

export interface Order<Key> {
  by: Key
  descending: boolean
}

const TERM = /^([\w.]+) (asc|desc)$/i

/**
 * Reads `order=FIELD asc|desc`. `keys` says what is ordered by for each field, null: nothing, as it is the same of all.
 * Ends by itself in the id, which may be said. `Problem` for all else.
 */
export function parseOrder<Key>(
  order: string | undefined,
  keys: Record<string, Key | null>,
  own: Order<Key>,
): Order<Key> {
  if (order === undefined) return own
  const terms = order.split(',').map((term) => {
    const [, field = '', direction = ''] = TERM.exec(term.trim().replace(/\s+/g, ' ')) ?? []
    if (direction === '') throw badOrder('is written FIELD asc or FIELD desc.')
    const by = Object.hasOwn(keys, field) ? keys[field] : undefined
    if (by === undefined) throw badOrder(`${field} orders nothing here; ${Object.keys(keys).join(', ')} do.`)
    return { field, by, descending: direction.toLowerCase() === 'desc' }
  })
  const [first, second, ...others] = terms.filter(({ by }) => by !== null)
  if (!first || first.by === null) return own
  const isTie = second === undefined || (second.field === 'id' && second.descending === first.descending)
  if (!isTie || others.length > 0) throw badOrder('goes by one field here, and then by id in its direction.')
  return { by: first.by, descending: first.descending }
}

function badOrder(detail: string): Error {
  return badParameter('order', detail)
}
