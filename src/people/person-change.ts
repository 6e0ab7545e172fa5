import type { NewChange } from '../changes/append.ts'

/** What the log says when readers see a person otherwise than before, or (`deleted`) no longer. */
export function personChange({ id, slug }: { id: string; slug: string }, deleted: boolean): NewChange {
  return {
    type: 'person.updated',
    resource: 'person',
    id,
    revision: null,
    deleted,
    cacheTags: [`person:${slug}`, 'list:people'],
    topicIds: [],
  }
}
