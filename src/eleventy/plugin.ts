import { type ClientOptions, createReader } from '../client/index.ts'
import { requireAddress } from '../client/require-address.ts'
import { explain } from './explain.ts'
import { type ArticleFilter, hasNews, loadContent, type LoadedContent } from './load-content.ts'
import { localDate, named, withRole } from './template-filters.ts'

export type { ArticlePair, PersonContent, TopicContent, TopicNode } from './connect-content.ts'
export type { ArticleFilter, LoadedContent }

export interface ColloquyOptions extends Pick<ClientOptions, 'url' | 'key' | 'send'> {
  /** Builds of these articles alone: what `GET /v1/articles` is narrowed by, e.g. `{ 'topic.under': 'south-asia' }`. */
  filter?: ArticleFilter | undefined
}

/** What is used of Eleventy's configuration, of which Eleventy has no types. */
export interface EleventyConfig {
  on(event: string, listener: () => Promise<void>): unknown
  addGlobalData(name: string, data: () => Promise<unknown>): unknown
  addCollection(name: string, collect: () => Promise<unknown>): unknown
  addFilter(name: string, filter: (...values: never[]) => unknown): unknown
}

/**
 * For `eleventyConfig.addPlugin(colloquy, { url })`: everything published as the global data `colloquy`, its lists as
 * collections, and the filters `localDate`, `named` and `withRole`. It is loaded by one request before the first build, and
 * again before one that something was published since. A build fails where the service is away or refuses.
 */
export default function colloquy(eleventyConfig: EleventyConfig, options: ColloquyOptions): void {
  const { filter, ...place } = options
  requireAddress('colloquy/eleventy', place.url)
  const client = createReader(place)
  let loaded: Promise<LoadedContent> | undefined
  const content = () => (loaded ??= loadContent(client, filter).catch(explain(place.url)))

  eleventyConfig.on('eleventy.before', async () => {
    const last = await loaded?.catch(() => undefined)
    if (!last || (await hasNews(client, last).catch(explain(place.url)))) loaded = undefined
    await content()
  })
  eleventyConfig.addGlobalData('colloquy', content)
  for (const list of ['articles', 'qa', 'people', 'topics'] as const)
    eleventyConfig.addCollection(list, async () => (await content())[list])
  eleventyConfig.addFilter('localDate', localDate)
  eleventyConfig.addFilter('named', named)
  eleventyConfig.addFilter('withRole', withRole)
}
