import type { NewChange } from '../changes/append.ts'

/**
 * What the log says when readers see a topic otherwise than before, or (`deleted`) no longer. `moreTags` are of other
 * replies that are not the same any more.
 */
export function topicChange(
  { id, slug }: { id: string; slug: string },
  deleted: boolean,
  moreTags: string[] = [],
): NewChange {
  return {
    type: 'topic.updated',
    resource: 'topic',
    id,
    revision: null,
    deleted,
    cacheTags: [...new Set([`topic:${slug}`, 'list:topics', ...moreTags])],
    topicIds: [id],
  }
}
