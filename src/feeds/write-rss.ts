import { version } from '../version.ts'
import { categoryScheme, type Feed, type FeedItem } from './feed.ts'
import { finishXml } from './finish-xml.ts'

export const RSS_TYPE = 'application/rss+xml'

/** A feed as RSS 2.0 (https://www.rssboard.org/rss-specification), with Dublin Core for what that has no words for. */
export async function writeRss(feed: Feed): Promise<string> {
  const { generateRssFeed } = await import('./feedsmith.ts')
  const hub = feed.hubUrl === undefined ? [] : [{ href: feed.hubUrl, rel: 'hub' }]
  const xml = generateRssFeed({
    title: feed.title,
    link: feed.url,
    description: feed.description,
    ...(feed.language !== undefined && { language: feed.language }),
    lastBuildDate: feed.updatedAt,
    generator: `Colloquy ${version}`,
    atom: { links: [{ href: feed.selfUrl, rel: 'self', type: RSS_TYPE }, ...hub] },
    items: feed.items.map((item) => rssItem(item, categoryScheme(feed))),
  })
  return finishXml(xml)
}

function rssItem(item: FeedItem, domain: string) {
  const source = item.source.url ?? item.source.name
  return {
    title: item.title,
    link: item.url,
    ...(item.summary !== null && { description: item.summary }),
    guid: { value: item.id, isPermaLink: false },
    pubDate: item.publishedAt,
    categories: item.categories.map(({ name }) => ({ name, domain })),
    atom: { updated: item.updatedAt },
    dc: {
      creators: item.authors.map(({ name }) => name),
      contributors: item.contributors.map(({ name }) => name),
      languages: [item.language],
      ...(source !== null && { sources: [source] }),
    },
    content: { encoded: item.html },
  }
}
