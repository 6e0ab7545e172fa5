import { z } from 'zod'

/** Items of one feed: the newest. */
export const FEED_ITEMS_MAX = 50
/** A feed ends before the item by which its texts, as HTML, would be longer; it has one at least. */
export const FEED_CHARS_MAX = 2_000_000

export const FEED_FORMATS = ['rss', 'atom', 'json'] as const
export type FeedFormat = (typeof FEED_FORMATS)[number]

export const FEED_LISTS = ['articles', 'answers'] as const
/** What a feed has items of. */
export type FeedList = (typeof FEED_LISTS)[number]

/** What a feed may be about, as its address has it. */
export const FEED_SUBJECTS = ['topics', 'people'] as const
export type FeedSubject = (typeof FEED_SUBJECTS)[number]

export const FeedParams = z.object({ idOrSlug: z.string() })
