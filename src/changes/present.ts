import { Change } from './contract.ts'
import type { ChangeRow } from './queries.ts'

/** The wire's entry. */
export function presentChange({ resourceId, ...row }: ChangeRow): Change {
  return Change.parse({ ...row, id: resourceId })
}

/** The same as an event (https://html.spec.whatwg.org/multipage/server-sent-events.html). */
export function writeEvent(change: Change): string {
  return `id: ${change.seq}\nevent: ${change.type}\ndata: ${JSON.stringify(change)}\n\n`
}
