import type { NewChange } from '../changes/append.ts'

/** What the log says when readers see a topic otherwise than before, or (`deleted`) no longer. */
export function topicChange({ id, slug }: { id: string; slug: string }, deleted: boolean): NewChange {
  return {
    type: 'topic.updated',
    resource: 'topic',
    id,
    revision: null,
    deleted,
    cacheTags: [`topic:${slug}`, 'list:topics'],
    topicIds: [id],
  }
}
