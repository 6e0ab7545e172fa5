import type { NewChange } from '../changes/append.ts'

/**
 * What the log says when readers see a person otherwise than before, or (`deleted`) no longer. `formerSlug` is where
 * they saw them until now.
 */
export function personChange(
  { id, slug }: { id: string; slug: string },
  deleted: boolean,
  formerSlug = slug,
): NewChange {
  return {
    type: 'person.updated',
    resource: 'person',
    id,
    revision: null,
    deleted,
    cacheTags: [...new Set([`person:${slug}`, `person:${formerSlug}`, 'list:people'])],
    topicIds: [],
  }
}
