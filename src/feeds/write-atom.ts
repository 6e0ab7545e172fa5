import { version } from '../version.ts'
import { categoryScheme, type Feed, type FeedItem, type FeedPerson } from './feed.ts'
import { finishXml } from './finish-xml.ts'

export const ATOM_TYPE = 'application/atom+xml'

/** A feed as Atom (RFC 4287). */
export async function writeAtom(feed: Feed): Promise<string> {
  const { generateAtomFeed } = await import('./feedsmith.ts')
  const hub = feed.hubUrl === undefined ? [] : [{ href: feed.hubUrl, rel: 'hub' }]
  const xml = generateAtomFeed({
    id: feed.id,
    title: plain(feed.title),
    subtitle: plain(feed.description),
    updated: feed.updatedAt,
    // Every entry is somebody's: the site's where nobody else is named.
    authors: [{ name: feed.siteName, uri: feed.siteUrl }],
    generator: { text: 'Colloquy', version },
    links: [
      // The first one is what some take for the page.
      { href: feed.url, rel: 'alternate', type: 'text/html' },
      { href: feed.selfUrl, rel: 'self', type: ATOM_TYPE },
      ...hub,
    ],
    ...(feed.language !== undefined && { xml: { lang: feed.language } }),
    entries: feed.items.map((item) => entry(item, categoryScheme(feed))),
  })
  return finishXml(xml)
}

function entry(item: FeedItem, scheme: string) {
  const { name, url } = item.source
  return {
    id: item.id,
    title: plain(item.title),
    ...(item.summary !== null && { summary: plain(item.summary) }),
    published: item.publishedAt,
    updated: item.updatedAt,
    authors: item.authors.map(person),
    contributors: item.contributors.map(person),
    categories: item.categories.map((topic) => ({ term: topic.slug, scheme, label: topic.name })),
    links: [
      { href: item.url, rel: 'alternate', type: 'text/html' },
      ...(url === null ? [] : [{ href: url, rel: 'via', ...(name !== null && { title: name }) }]),
    ],
    content: { type: 'html', value: item.html },
    xml: { lang: item.language },
  }
}

function plain(value: string) {
  return { type: 'text', value }
}

function person({ name, url }: FeedPerson) {
  return { name, uri: url }
}
