import { z } from 'zod'
import type { Feed, FeedItem } from './feed.ts'
import { legalXmlText } from '../http/legal-xml-text.ts'

export const JSON_FEED_TYPE = 'application/feed+json'

const Members = z.record(z.string(), z.unknown())

/** A feed as JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/). */
export async function writeJsonFeed(feed: Feed): Promise<string> {
  const { generateJsonFeed } = await import('./feedsmith.ts')
  const items = feed.items.map(jsonItem)
  const generated = generateJsonFeed({
    title: feed.title,
    home_page_url: feed.url,
    feed_url: feed.selfUrl,
    description: feed.description,
    ...(feed.language !== undefined && { language: feed.language }),
    ...(feed.hubUrl !== undefined && { hubs: [{ type: 'WebSub', url: feed.hubUrl }] }),
    authors: [{ name: feed.siteName, url: feed.siteUrl }],
    items,
  })
  // The generator leaves a list out that is empty, but of items there has to be one.
  const whole = { ...Members.parse(generated), ...(items.length === 0 && { items }) }
  return JSON.stringify(whole, (_name, value: unknown) =>
    typeof value === 'string' ? legalXmlText(value) : value,
  )
}

function jsonItem(item: FeedItem) {
  const { name, url } = item.source
  return {
    id: item.id,
    url: item.url,
    title: item.title,
    ...(item.summary !== null && { summary: item.summary }),
    content_html: item.html,
    date_published: item.publishedAt,
    date_modified: item.updatedAt,
    language: item.language,
    authors: item.authors,
    tags: item.categories.map((topic) => topic.name),
    // An extension of ours: `external_url` would lead readers away from the item.
    ...((name ?? url) !== null && { _source: { name, url } }),
  }
}
