import { escapeText } from 'entities'
import type { Article } from '../articles/contract.ts'
import type { ArticleKind } from '../contract.ts'
import { authorsOf } from '../articles/authors.ts'
import { writeHtml, writeText } from '../representations/write-body.ts'
import type { people, topics } from '../db/tables.ts'
import type { Embedded, Resource } from './keep.ts'
import { asEmbedded } from './keep.ts'

type PersonRecord = typeof people.$inferSelect
type TopicRecord = typeof topics.$inferSelect

/** Where things are: readers read at `siteUrl`, WordPress's API is at `publicUrl`. */
export interface Site {
  siteUrl: string
  publicUrl: string
}

/** WordPress's own excerpt of a text that has none. */
const EXCERPT_WORDS = 55

/** https://developer.wordpress.org/rest-api/using-the-rest-api/linking-and-embedding/#curies */
const curies = [{ name: 'wp', href: 'https://api.w.org/{rel}', templated: true }]

/** Where a resource of the API is. */
export function apiUrl({ publicUrl }: Site, path: string): string {
  return `${publicUrl}/wp-json/wp/v2/${path}`
}

function linksOf(site: Site, list: string, id: number | string): Resource {
  return {
    self: [{ href: apiUrl(site, `${list}/${id}`) }],
    collection: [{ href: apiUrl(site, list) }],
  }
}

/** What an article shows of others, found by their ids. */
export interface Around {
  numberOf: (id: string) => number
  personOf: (id: string) => PersonRecord | undefined
  topicOf: (id: string) => TopicRecord | undefined
}

/** WordPress's post of an article, and what may come with it. */
export function presentPost(
  article: Article,
  site: Site,
  { numberOf, personOf, topicOf }: Around,
): { post: Resource; embedded: Embedded } {
  const id = numberOf(article.id)
  const author = authorsOf(article.people).flatMap((person) => personOf(person.id) ?? [])[0]
  const tags = article.topics.flatMap((topic) => topicOf(topic.id) ?? [])
  const category = presentCategory(article.kind, numberOf(article.kind), 0, site)
  const user = author && presentUser(author, numberOf(author.id), site)
  const post = {
    ...{ id, ...datesOf('date', article.publishedAt), guid: { rendered: article.url } },
    ...{ ...datesOf('modified', article.updatedAt), slug: article.slug, status: 'publish', type: 'post' },
    ...{ link: article.url, title: { rendered: escapeText(article.title) } },
    content: { rendered: writeHtml(article, site.siteUrl), protected: false },
    excerpt: { rendered: `<p>${escapeText(excerptOf(article))}</p>\n`, protected: false },
    ...{ author: user?.['id'] ?? 0, featured_media: 0, comment_status: 'closed', ping_status: 'closed' },
    ...{ sticky: false, template: '', format: 'standard', meta: [] },
    ...{ categories: [category['id']], tags: tags.map((topic) => numberOf(topic.id)) },
    _links: {
      ...linksOf(site, 'posts', id),
      about: [{ href: apiUrl(site, 'types/post') }],
      ...(user && { author: [{ embeddable: true, href: apiUrl(site, `users/${String(user['id'])}`) }] }),
      'wp:term': [
        { taxonomy: 'category', embeddable: true, href: apiUrl(site, `categories?post=${id}`) },
        { taxonomy: 'post_tag', embeddable: true, href: apiUrl(site, `tags?post=${id}`) },
      ],
      curies,
    },
  }
  const tagsShown = tags.map((topic) => presentTag(topic, numberOf(topic.id), 0, site))
  const terms = [[category], tagsShown].map((each) => each.map((term) => asEmbedded('term', term)))
  return {
    post,
    embedded: { ...(user && { author: [asEmbedded('user', user)] }), 'wp:term': terms },
  }
}

/** Sections of a magazine, which every post is in one of. */
export const CATEGORY_NAMES: Record<ArticleKind, string> = {
  interview: 'Interviews',
  panel: 'Panels',
  faq: 'FAQs',
  transcript: 'Transcripts',
  article: 'Articles',
}

/** WordPress's category of a kind. */
export function presentCategory(kind: ArticleKind, id: number, count: number, site: Site): Resource {
  return {
    ...{ id, count, description: '', link: `${site.siteUrl}/articles`, name: CATEGORY_NAMES[kind] },
    ...{ slug: kind, taxonomy: 'category', parent: 0, meta: [] },
    _links: termLinks(site, 'categories', id),
  }
}

/** WordPress's tag of a topic. */
export function presentTag(
  { name, slug, description }: TopicRecord,
  id: number,
  count: number,
  site: Site,
): Resource {
  return {
    ...{ id, count, description: escapeText(description ?? ''), link: `${site.siteUrl}/topics/${slug}` },
    ...{ name: escapeText(name), slug, taxonomy: 'post_tag', meta: [] },
    _links: termLinks(site, 'tags', id),
  }
}

function termLinks(site: Site, list: 'tags' | 'categories', id: number): Resource {
  const posts = [{ href: apiUrl(site, `posts?${list}=${id}`) }]
  return { ...linksOf(site, list, id), 'wp:post_type': posts, curies }
}

/** WordPress's user of a person. */
export function presentUser({ name, slug, bio, sameAs }: PersonRecord, id: number, site: Site): Resource {
  return {
    ...{ id, name: escapeText(name), url: sameAs[0] ?? '', description: escapeText(bio ?? '') },
    ...{ link: `${site.siteUrl}/people/${slug}`, slug, avatar_urls: {}, meta: [] },
    _links: linksOf(site, 'users', id),
  }
}

/** A post as a search lists it. */
export function presentHit(
  { title, slug }: { title: string; slug: string },
  id: number,
  site: Site,
): Resource {
  return {
    ...{ id, title: escapeText(title), url: `${site.siteUrl}/articles/${slug}`, type: 'post' },
    subtype: 'post',
    _links: {
      self: [{ embeddable: true, href: apiUrl(site, `posts/${id}`) }],
      about: [{ href: apiUrl(site, 'types/post') }],
      collection: [{ href: apiUrl(site, 'search') }],
    },
  }
}

/** A moment as WordPress writes it, of a site that is in UTC. */
function datesOf(name: string, time: string): Resource {
  const date = time.slice(0, 'YYYY-MM-DDTHH:MM:SS'.length)
  return { [name]: date, [`${name}_gmt`]: date }
}

function excerptOf(article: Article): string {
  if (article.dek !== null) return article.dek
  const words = writeText(article).split(/\s+/)
  return words.length > EXCERPT_WORDS ? `${words.slice(0, EXCERPT_WORDS).join(' ')} […]` : words.join(' ')
}
