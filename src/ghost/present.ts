import { fromString, toUUID } from 'typeid-js'
import type { Article } from '../articles/contract.ts'
import { authorsOf, SITE_AUTHOR } from '../articles/authors.ts'
import { type GhostAuthor, type GhostPost, type GhostTag, INCLUDED, type Wanted } from './contract.ts'
import type { AuthorRow, TagRow } from './queries.ts'
import { writeHtml, writeText } from '../representations/write-body.ts'

/** Where a site is, and what it is called. */
export interface Site {
  siteUrl: string
  siteName: string
}

/** Ghost's excerpt of a text that has none of its own, and its readers' speed. */
const EXCERPT_CHARS = 500
const WORDS_PER_MINUTE = 275

const social = {
  ...{ og_image: null, og_title: null, og_description: null },
  ...{ twitter_image: null, twitter_title: null, twitter_description: null },
  ...{ meta_title: null, meta_description: null },
}
const injected = { codeinjection_head: null, codeinjection_foot: null }

/** Ghost's post of an article; `tagsById`, `authorsById` are of those it has. */
export function presentPost(
  article: Article,
  site: Site,
  tagsById: Map<string, TagRow>,
  authorsById: Map<string, AuthorRow>,
): GhostPost {
  const { id, slug, title, dek, url, publishedAt, updatedAt } = article
  const plaintext = writeText(article)
  const tags = article.topics.flatMap((topic) => {
    const row = tagsById.get(topic.id)
    return row ? [presentTag(row, site)] : []
  })
  const own = authorsOf(article.people).flatMap((person) => {
    const row = authorsById.get(person.id)
    return row ? [presentAuthor(row, site)] : []
  })
  const [first = presentSiteAuthor(site)] = own
  return {
    ...{ id, uuid: toUUID(fromString(id)), comment_id: id, title, slug },
    ...{ html: writeHtml(article, site.siteUrl), plaintext },
    ...{ feature_image: null, feature_image_alt: null, feature_image_caption: null },
    ...{ featured: false, visibility: 'public' },
    ...{ created_at: timeOf(publishedAt), updated_at: timeOf(updatedAt), published_at: timeOf(publishedAt) },
    ...{ custom_excerpt: dek, ...injected, custom_template: null },
    ...{ canonical_url: url, url: withSlash(url), excerpt: dek ?? beginningOf(plaintext) },
    ...{ reading_time: Math.round(article.wordCount / WORDS_PER_MINUTE), access: true, comments: false },
    ...{ ...social, email_subject: null, frontmatter: null },
    ...{ tags, primary_tag: tags[0] ?? null },
    ...{ authors: own.length > 0 ? own : [first], primary_author: first, tiers: [] },
  }
}

/** Ghost's tag of a topic. */
export function presentTag({ id, name, slug, description }: TagRow, { siteUrl }: Site): GhostTag {
  const url = `${siteUrl}/topics/${slug}`
  return {
    ...{ id, name, slug, description, feature_image: null, visibility: 'public', ...social, ...injected },
    ...{ canonical_url: url, accent_color: null, url: withSlash(url) },
  }
}

const nowhereElse = {
  ...{ profile_image: null, cover_image: null, website: null, location: null, facebook: null, twitter: null },
  ...{ threads: null, bluesky: null, mastodon: null, tiktok: null, youtube: null, instagram: null },
  ...{ linkedin: null, meta_title: null, meta_description: null },
}

/** Ghost's author of a person. */
export function presentAuthor({ id, name, slug, bio }: AuthorRow, { siteUrl }: Site): GhostAuthor {
  return { id, name, slug, bio, ...nowhereElse, url: withSlash(`${siteUrl}/people/${slug}`) }
}

/** The author of what nobody stands on. */
export function presentSiteAuthor({ siteUrl, siteName }: Site): GhostAuthor {
  return {
    id: SITE_AUTHOR,
    name: siteName,
    slug: SITE_AUTHOR,
    bio: null,
    ...nowhereElse,
    url: withSlash(siteUrl),
  }
}

/** What of a resource is asked for, in its order. */
export function keepWanted(resource: object, { fields, include = [], formats }: Wanted): object {
  const optional = new Set<string>(['plaintext', 'html', ...Object.values(INCLUDED).flat()])
  const included = [...include.flatMap((each) => INCLUDED[each]), ...(formats ?? (fields ? [] : ['html']))]
  const kept = new Set<string>([...(fields ?? []), ...included])
  const isKept = (name: string) => kept.has(name) || (!fields && !optional.has(name))
  return Object.fromEntries(Object.entries(resource).filter(([name]) => isKept(name)))
}

/** No half of a character at its end. */
function beginningOf(text: string): string {
  return text.slice(0, EXCERPT_CHARS).replace(/[\ud800-\udbff]$/, '')
}

/** Ghost's addresses end in a slash: starters make folders of them. */
function withSlash(url: string): string {
  return `${url}/`
}

/** A moment as Ghost writes it. */
function timeOf(time: string): string {
  return time.replace(/Z$/, '+00:00')
}
