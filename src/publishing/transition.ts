import type { ArticleStatus } from '../contract.ts'
import { Problem } from '../problem.ts'

/** What can be done to an article as a whole. */
export type Transition =
  'edit' | 'publish' | 'schedule' | 'unschedule' | 'unpublish' | 'trash' | 'restore' | 'correct'

interface State {
  status: ArticleStatus
  publishedRevision: number | null
  scheduledAt: string | null
}

/** `Problem` where an article that stands so cannot be dealt with so; it says what to do first. */
export function checkTransition(state: State, transition: Transition): void {
  const { status } = state
  if (transition === 'restore') {
    if (status !== 'trashed') throw new Problem('conflict', 'The article is not in the trash.')
    return
  }
  if (status === 'trashed') throw new Problem('conflict', 'The article is in the trash. Restore it first.')
  const shows = transition === 'publish' || transition === 'schedule'
  if (status === 'retracted' && shows)
    throw new Problem('conflict', 'The article was retracted, and stays so. Make a new article of its text.')
  const isSeen = state.publishedRevision !== null
  if (transition === 'unpublish' && !isSeen && state.scheduledAt === null)
    throw new Problem('conflict', 'The article is neither published nor scheduled.')
  if (transition === 'unschedule' && state.scheduledAt === null)
    throw new Problem('conflict', 'No time is set at which the article is to be published.')
  if (transition === 'correct' && !isSeen)
    throw new Problem(
      'conflict',
      'Only what readers see is corrected in public: the article is not published.',
    )
}
