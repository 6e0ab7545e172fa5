import { type Document, type Element, isTag, type ParentNode } from 'domhandler'
import { z } from 'zod'
import { Language } from '../contract.ts'
import type { Metadata } from './block.ts'
import { readDate } from './read-date.ts'
import { textsOf } from './read-metadata.ts'
import { textOf } from './html-elements.ts'
import { wordsIn } from './words.ts'

/** Schema.org types of what stands on a page to be read (https://schema.org/Article). */
const ARTICLE_TYPE = /(?:Article|BlogPosting|Report|Interview|QAPage|FAQPage)$/
/** A list in a graph in a list. */
const JSON_LD_DEPTH_MAX = 4
const JSON_LD_CHARS_MAX = 500_000
const SITE_BEHIND_TITLE = /(?:\s+[|–—·»-]\s+|_)[^|–—·»_]{2,60}$/

interface Found {
  meta: Map<string, string>
  links: Map<string, string>
  headings: string[]
  times: string[]
  authors: string[]
  data: Record<string, unknown>[]
  pageTitle: string | undefined
  language: string | undefined
}

/**
 * What an HTML page says of its text in JSON-LD, Open Graph (https://ogp.me) and `meta` elements, in this order of
 * trust; the headline is taken from its heading where that says the same.
 */
export function readPageMetadata(root: Document): Metadata {
  const found: Found = {
    meta: new Map(),
    links: new Map(),
    headings: [],
    times: [],
    authors: [],
    data: [],
    pageTitle: undefined,
    language: undefined,
  }
  collect(root, found)
  const article = found.data.find((item) => typesOf(item).some((type) => ARTICLE_TYPE.test(type)))
  const fromData = (key: string) => (article === undefined ? [] : textsOf(article[key]))
  const meta = (...names: string[]) =>
    names.map((name) => found.meta.get(name)).find((value) => value !== undefined && value !== '')
  const languageTag = (found.language ?? meta('og:locale', 'content-language', 'language'))?.replace('_', '-')
  const language = Language.safeParse(languageTag).data ?? null
  const date = [
    ...fromData('datePublished'),
    ...present(
      meta(
        'article:published_time',
        'og:published_time',
        'datepublished',
        'date',
        'dc.date',
        'dc.date.issued',
        'dcterms.created',
        'pubdate',
        'publishdate',
        'publish-date',
        'parsely-pub-date',
        'sailthru.date',
      ),
    ),
    ...found.times.slice(0, 1),
  ]
  const authors = [
    ...fromData('author'),
    ...found.authors,
    ...(article ? [] : present(meta('author', 'article:author', 'dc.creator', 'parsely-author'))),
  ]
  const url = found.links.get('canonical') ?? meta('og:url')
  const title = titleOf(found, [
    ...fromData('headline'),
    ...present(meta('og:title', 'twitter:title')),
    ...present(found.pageTitle),
  ])
  return {
    title,
    dek: meta('og:description', 'description', 'twitter:description') ?? fromData('description')[0] ?? null,
    publishedAt:
      date.map((line) => readDate(line, language ?? 'en')?.publishedAt).find((day) => day !== undefined) ??
      null,
    language,
    publisher:
      fromData('publisher')[0] ?? meta('og:site_name', 'application-name') ?? siteOf(found.pageTitle, title),
    url: z.url({ protocol: /^https?$/ }).safeParse(url).data ?? null,
    authors: [...new Set(authors.filter((name) => !/^https?:|@/.test(name)))],
    topics: keywordsOf([
      ...fromData('keywords'),
      ...present(meta('keywords', 'news_keywords', 'parsely-tags')),
      ...tagsOf(found),
    ]),
  }
}

function present(value: string | undefined): string[] {
  return value === undefined ? [] : [value]
}

function collect(parent: ParentNode, found: Found): void {
  for (const child of parent.children) {
    if (!isTag(child)) continue
    const { name, attribs } = child
    if (name === 'html') found.language = attribs.lang ?? attribs['xml:lang']
    else if (name === 'meta') addMeta(attribs, found)
    else if (name === 'link' && attribs.href !== undefined)
      found.links.set((attribs.rel ?? '').toLowerCase(), attribs.href)
    else if (name === 'title') found.pageTitle ??= textOf(child).replace(/\s+/g, ' ').trim()
    else if (name === 'h1' && textOf(child).trim() !== '')
      found.headings.push(textOf(child).replace(/\s+/g, ' ').trim())
    else if (name === 'a' && attribs.rel === 'author')
      found.authors.push(textOf(child).replace(/\s+/g, ' ').trim())
    else if (name === 'time') found.times.push(attribs.datetime ?? textOf(child))
    else if (name === 'script' && attribs.type === 'application/ld+json') addData(child, found)
    collect(child, found)
  }
}

function addMeta(attribs: Element['attribs'], found: Found): void {
  const key = (
    attribs.property ??
    attribs.name ??
    attribs.itemprop ??
    attribs['http-equiv'] ??
    ''
  ).toLowerCase()
  const content = attribs.content?.replace(/\s+/g, ' ').trim()
  if (key === '' || content === undefined) return
  const before = found.meta.get(key)
  if (before === undefined) found.meta.set(key, content)
  else if (key === 'article:tag') found.meta.set(key, `${before},${content}`)
}

/** JSON-LD as pages have it: one object, a list, or a graph; what is malformed says nothing. */
function addData(script: Element, found: Found): void {
  const json = script.children.map((child) => ('data' in child ? child.data : '')).join('')
  if (json.length > JSON_LD_CHARS_MAX) return
  let data: unknown
  try {
    data = JSON.parse(json.replace(/[\u0000-\u001f]+/g, ' '))
  } catch {
    return
  }
  const Item = z.record(z.string(), z.unknown())
  const add = (value: unknown, depth: number) => {
    if (depth < 0) return
    if (Array.isArray(value)) for (const item of value) add(item, depth - 1)
    const item = Item.safeParse(value).data
    if (item === undefined || Array.isArray(value)) return
    found.data.push(item)
    if (depth > 0) for (const key of ['@graph', 'mainEntity', 'mainEntityOfPage']) add(item[key], depth - 1)
  }
  add(data, JSON_LD_DEPTH_MAX)
}

function typesOf(item: Record<string, unknown>): string[] {
  return textsOf(item['@type'])
}

/** The heading that repeats what the page calls itself, or else that name without the site's. */
function titleOf({ headings }: Found, named: string[]): string | null {
  const key = (text: string) => wordsIn(text).join(' ')
  const same = headings.find(
    (heading) =>
      key(heading) !== '' &&
      named.some((name) => key(name).includes(key(heading)) && key(heading).length >= key(name).length * 0.4),
  )
  if (same !== undefined) return same
  const written = headings.filter((heading) => key(heading).length > 12)
  if (written.length === 1) return written[0] ?? null
  const [first] = named
  if (first === undefined) return headings[0] ?? null
  return first.replace(SITE_BEHIND_TITLE, '')
}

/** The name of the site, where the page's title has it behind the headline. */
function siteOf(pageTitle: string | undefined, title: string | null): string | null {
  if (pageTitle === undefined || title === null || !pageTitle.startsWith(title)) return null
  const site = SITE_BEHIND_TITLE.exec(pageTitle.slice(title.length))?.[0]
  return site?.replace(/^(?:\s+[|–—·»-]\s+|_)/, '') ?? null
}

function tagsOf({ meta }: Found): string[] {
  return present(meta.get('article:tag'))
}

function keywordsOf(lists: string[]): string[] {
  return [
    ...new Set(
      lists
        .flatMap((list) => list.split(/[,;，、]/))
        .map((word) => word.trim())
        .filter((word) => word !== ''),
    ),
  ].slice(0, 40)
}
