import { Readable } from 'node:stream'
import { extractFromJson, extractFromXml } from '@extractus/feed-extractor'
import { parseFeed } from '@rowanmanning/feed-parser'
import FeedParser from 'feedparser'
import RssParser from 'rss-parser'
import { z } from 'zod'

/** What every parser can say of an item; times to the second, as RSS has no more. */
export interface ParsedItem {
  id: string
  title: string
  url: string
  publishedAt: string
  html: string
  /** Of whom the parser tells: some of the first alone. */
  authors: string[]
}

export interface Parsed {
  title: string
  url: string
  items: ParsedItem[]
}

type Parse = (feed: string) => Promise<Parsed> | Parsed

const toSecond = (time: unknown) =>
  new Date(z.union([z.string(), z.date()]).parse(time)).toISOString().slice(0, 19)
const text = (value: unknown) => z.string().parse(value)
/** As some parsers give elements: the text alone, or beside attributes. */
const Element = z.union([
  z.string(),
  z.looseObject({ '#text': z.string() }).transform((each) => each['#text']),
])
const listOf = (value: unknown) => [value].flat().filter((each) => each !== undefined)

async function byRssParser(feed: string): Promise<Parsed> {
  const parser = new RssParser({ customFields: { item: [['dc:creator', 'creators', { keepArray: true }]] } })
  const { title, link, items } = await parser.parseString(feed)
  return {
    ...{ title: text(title), url: text(link) },
    items: items
      .map((each): Record<string, unknown> => ({ ...each }))
      .map((item) => ({
        id: text(item.guid ?? item.id),
        title: text(item.title),
        url: text(item.link),
        publishedAt: toSecond(item.pubDate),
        html: text(item['content:encoded'] ?? item.content),
        authors: z.array(z.string()).parse(item.creators ?? listOf(item.author)),
      })),
  }
}

async function byFeedParser(feed: string): Promise<Parsed> {
  const parser = Readable.from([feed]).pipe(new FeedParser({ normalize: true, addmeta: false }))
  const items: ParsedItem[] = []
  for await (const item of parser)
    items.push({
      id: item.guid,
      title: item.title,
      url: item.link,
      publishedAt: toSecond(item.pubdate),
      html: item.description,
      authors: [item.author],
    })
  return { title: parser.meta.title, url: parser.meta.link, items }
}

function byRowanManning(feed: string): Parsed {
  const { title, url, items } = parseFeed(feed)
  return {
    ...{ title: text(title), url: text(url) },
    items: items.map((item) => ({
      id: text(item.id),
      title: text(item.title),
      url: text(item.url),
      publishedAt: toSecond(item.published),
      html: text(item.content),
      authors: item.authors.map(({ name }) => text(name)),
    })),
  }
}

const Authors = z.array(z.object({ name: z.string() }))

const Link = z.looseObject({ '@_rel': z.literal('alternate'), '@_href': z.string() })
/** The parser itself cuts fragments off. */
function linkOf({ link, url }: Record<string, unknown>): string {
  const links = listOf(link).map((each) => Link.safeParse(each).data?.['@_href'])
  return text(url ?? links.find((href) => href !== undefined) ?? link)
}

/** The rest of an entry comes from the document as it is: the parser itself gives no HTML. */
function extracted(entry: Record<string, unknown>): Record<string, unknown> {
  const html = entry['content:encoded'] ?? entry.content ?? entry.content_html
  const people = Authors.safeParse(listOf(entry.author ?? entry.authors).flat())
  const names = people.success ? people.data.map(({ name }) => name) : []
  return {
    html: Element.parse(html),
    url: linkOf(entry),
    at: entry.pubDate ?? entry.published ?? entry.date_published,
    authors: entry['dc:creator'] === undefined ? names : listOf(entry['dc:creator']).flat(),
  }
}

function byExtractus(feed: string): Parsed {
  const options = { getExtraEntryFields: extracted }
  const parsed = feed.startsWith('{') ? extractFromJson(feed, options) : extractFromXml(feed, options)
  return {
    ...{ title: text(parsed.title), url: text(parsed.link) },
    items: (parsed.entries ?? []).map((entry) => ({
      id: entry.id,
      title: text(entry.title),
      url: text(entry.url),
      publishedAt: toSecond(entry.at),
      html: text(entry.html).trim(),
      authors: z.array(z.string()).parse(entry.authors),
    })),
  }
}

const JsonFeed = z.object({
  title: z.string(),
  home_page_url: z.string(),
  items: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      url: z.string(),
      date_published: z.string(),
      content_html: z.string(),
      authors: Authors,
    }),
  ),
})

/** JSON Feed needs no parser of its own. */
export function readJsonFeed(feed: string): Parsed {
  const { title, home_page_url: url, items } = JsonFeed.parse(JSON.parse(feed))
  return {
    ...{ title, url },
    items: items.map((item) => ({
      ...{ id: item.id, title: item.title, url: item.url, html: item.content_html },
      publishedAt: toSecond(item.date_published),
      authors: item.authors.map(({ name }) => name),
    })),
  }
}

const ofXml: Record<string, Parse> = {
  'rss-parser': byRssParser,
  feedparser: byFeedParser,
  '@rowanmanning/feed-parser': byRowanManning,
  '@extractus/feed-extractor': byExtractus,
}

/** The parsers of a format, by name. */
export const parsersOf: Record<string, Record<string, Parse>> = {
  rss: ofXml,
  atom: ofXml,
  json: { '@extractus/feed-extractor': byExtractus },
}
