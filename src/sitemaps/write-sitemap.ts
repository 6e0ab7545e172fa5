import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { ErrorLevel, SitemapIndexStream, type SitemapItemLoose, SitemapStream } from 'sitemap'

const NONE = { news: false, video: false, image: false, xhtml: false }
/** The package writes none without an address. */
const EMPTY =
  '<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"/>'

/** A sitemap of pages, in their order. Addresses are written percent-encoded. */
export async function writeSitemap(items: SitemapItemLoose[], { news = false } = {}): Promise<string> {
  if (items.length === 0) return EMPTY
  // What is written was checked before it was published; complaints would go to the console.
  const stream = new SitemapStream({ xmlns: { ...NONE, news }, level: ErrorLevel.SILENT })
  return text(Readable.from(items).pipe(stream))
}

/** An index of sitemaps. */
export async function writeIndex(items: { url: string; lastmod: string | undefined }[]): Promise<string> {
  const stream = new SitemapIndexStream({ level: ErrorLevel.THROW })
  return text(
    Readable.from(items.map(({ url, lastmod }) => ({ url, ...(lastmod && { lastmod }) }))).pipe(stream),
  )
}
