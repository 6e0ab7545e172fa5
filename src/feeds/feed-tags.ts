import type { FeedList, FeedSubject } from './contract.ts'
import type { FeedName } from './feed-path.ts'

/** Of a feed of everything in a list, … */
export const LIST_TAGS: Record<FeedList, string> = { articles: 'list:articles', answers: 'list:qa' }
/** … and what stands before the slug of what one is about. */
const SUBJECT_TAGS: Record<FeedSubject, string> = { topics: 'topic:', people: 'person:' }

/** The cache tags of what a feed shows. */
export function tagsOfFeed({ list, about }: FeedName): string[] {
  return [LIST_TAGS[list], ...(about ? [`${SUBJECT_TAGS[about.subject]}${about.slug}`] : [])]
}

/** The slugs of topics, or of people, that are in cache tags. */
export function slugsInTags(tags: Iterable<string>, subject: FeedSubject): string[] {
  const prefix = SUBJECT_TAGS[subject]
  return [...tags].filter((tag) => tag.startsWith(prefix)).map((tag) => tag.slice(prefix.length))
}
