import type { Site } from './site.ts'
import type { Alternate } from './write-page.ts'

const FEEDS = {
  rss: 'application/rss+xml',
  atom: 'application/atom+xml',
  json: 'application/feed+json',
} as const

/** The feeds at an address, in every format: `articles`, `answers`, `topics/{slug}`, `people/{slug}`. */
export function feedsOf({ publicUrl }: Site, path: string, title: string): Alternate[] {
  return Object.entries(FEEDS).map(([format, type]) => {
    return { type, title, href: `${publicUrl}/feeds/${path}.${format}` }
  })
}
