import type { FeedFormat, FeedList, FeedSubject } from './contract.ts'

/** Which items: all, or those about a topic and anything narrower, or of a person. */
export interface FeedName {
  list: FeedList
  about?: { subject: FeedSubject; slug: string } | undefined
}

/** Where a feed is, from the root of the service. */
export function feedPath({ list, about }: FeedName, format: FeedFormat): string {
  if (!about) return `/feeds/${list}.${format}`
  const place = `/feeds/${about.subject}/${encodeURIComponent(about.slug)}`
  return `${place}${list === 'answers' ? '' : `/${list}`}.${format}`
}
