import { createHash } from 'node:crypto'
import { type HtmlSafeString, markup, safe, sentHtml } from '../http/markup.ts'
import type { Site } from './site.ts'
import { STYLE } from './style.ts'
import { LANGUAGE } from './words.ts'

/** What is found elsewhere about a page: a feed, another representation. */
export interface Alternate {
  type: string
  href: string
  title: string
}

export interface Page {
  title: string
  /** For previews of links and results of searches. */
  description: string
  /** Where readers read it; null: it is no address of its own, but a part of one. */
  url: string | null
  /** https://ogp.me/#types */
  kind: 'article' | 'profile' | 'website'
  /** More of Open Graph: names and values. */
  properties?: [name: string, value: string][]
  alternates?: Alternate[]
  /** schema.org, as JSON-LD. */
  structured?: object
  /** Where the list goes on: an address relative to the page's. */
  next?: string | null | undefined
  /** Which entry of the navigation it is under. */
  section?: Section
  /** It has images of others. */
  hasImages?: boolean
  main: HtmlSafeString
}

const SECTIONS = { articles: 'Articles', topics: 'Topics', people: 'People' } as const
type Section = keyof typeof SECTIONS | 'front'

const styleHash = createHash('sha256').update(STYLE).digest('base64')

/** What a page may do (CSP): look as we say, and nothing else. */
export function policyOf({ hasImages = false }: Pick<Page, 'hasImages'>): string {
  const images = hasImages ? ' img-src https: data:;' : ''
  return `default-src 'none'; style-src 'sha256-${styleHash}';${images} base-uri 'none'; form-action 'none'; frame-ancestors 'none'`
}

/** Whether search engines are to leave a page alone: the address that it is to be found at is another. */
export function isNotIndexed(site: Site, { url }: Pick<Page, 'url'>): boolean {
  return site.isElsewhere || url === null
}

/** A whole page. */
export function writePage(site: Site, page: Page): string {
  return sentHtml(markup`<!DOCTYPE html>
<html lang="${LANGUAGE}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
${headOf(site, page)}
<style>${safe(STYLE)}</style>
</head>
<body>
<a class="skip" href="#main">To the text</a>
${mastheadOf(site, page)}
<main id="main"${page.section === 'front' ? markup` class="front"` : ''}>
${page.main}
</main>
${footerOf(site)}
</body>
</html>
`)
}

function headOf(site: Site, page: Page): HtmlSafeString {
  const { title, description, url, kind, properties = [], alternates = [], structured, next } = page
  const openGraph: [string, string][] = [
    ['og:site_name', site.name],
    ['og:type', kind],
    ['og:title', title],
    ['og:description', description],
    ...(url === null ? [] : [['og:url', url] satisfies [string, string]]),
    ...properties,
  ]
  const tags = [
    markup`<title>${title === site.name ? title : `${title} · ${site.name}`}</title>`,
    markup`<meta name="description" content="${description}">`,
    ...(url === null ? [] : [markup`<link rel="canonical" href="${url}">`]),
    ...(isNotIndexed(site, page) ? [markup`<meta name="robots" content="noindex">`] : []),
    ...(typeof next === 'string' ? [markup`<link rel="next" href="${next}">`] : []),
    ...openGraph.map(([name, value]) => markup`<meta property="${name}" content="${value}">`),
    markup`<meta name="twitter:card" content="summary">`,
    ...alternates.map(
      ({ type, href, title: name }) =>
        markup`<link rel="alternate" type="${type}" href="${href}" title="${name}">`,
    ),
    ...(structured
      ? [markup`<script type="application/ld+json">${safe(jsonInHtml(structured))}</script>`]
      : []),
  ]
  return markup`${tags.map((tag) => markup`${tag}\n`)}`
}

/** JSON in which nothing ends the element that it stands in, or is taken for a reference. */
function jsonInHtml(value: object): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c').replaceAll('&', '\\u0026')
}

function mastheadOf({ base, name }: Site, { section }: Page): HtmlSafeString {
  const home = markup`<a href="${base}/">${name}</a>`
  const entries = Object.entries(SECTIONS).map(([path, words]) => {
    const here = path === section ? markup` aria-current="true"` : ''
    return markup`<li><a href="${base}/${path}"${here}>${words}</a></li>`
  })
  return markup`<header class="masthead">
${section === 'front' ? markup`<h1 class="name">${home}</h1>` : markup`<p class="name">${home}</p>`}
<nav aria-label="Sections"><ul>${entries}</ul></nav>
</header>`
}

function footerOf({ base, name, publicUrl }: Site): HtmlSafeString {
  return markup`<footer class="colophon">
<p><a href="${base}/">${name}</a></p>
<ul>
<li><a href="${publicUrl}/feeds/articles.rss">New articles (RSS)</a></li>
<li><a href="${publicUrl}/feeds/answers.rss">New answers (RSS)</a></li>
</ul>
</footer>`
}
