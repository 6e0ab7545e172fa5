import { type HtmlSafeString, join, markup, sentHtml } from '../http/markup.ts'
import type { Article } from '../articles/contract.ts'
import type { PersonRef, TopicRef } from '../contract.ts'
import type { ListedQaPair, QaPair } from '../qa/contract.ts'
import { headed, richHtml } from './rich-html.ts'

/** What such a document may load: the pictures of its text. */
export const HTML_POLICY =
  "default-src 'none'; img-src http: https: data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

export interface HtmlSurroundings {
  /** Where readers read (`SITE_URL`). */
  siteUrl: string
  /** That is another site, and search engines are to look there. */
  isElsewhere: boolean
}

/**
 * An article as an HTML document that needs nothing else: no style, no script, whole addresses. Its `article` stands in any
 * page as well as here, where `#q7` leads to a question and `#q7-answer` to its answer, too. Pure.
 */
export function articleHtml(article: Article, around: HtmlSurroundings): string {
  const { title, dek, language, url, note, source } = article
  const { siteUrl } = around
  const credited = article.people.filter(({ role }) => role !== 'mentioned')
  return documentOf(
    { title, description: dek, language, url, ...around },
    markup`<article lang="${language}">
<header>
<h1>${title}</h1>
${dek === null ? '' : markup`<p>${dek}</p>`}
${listOf(credited.map((person) => creditOf(person, siteUrl)))}
<p>${dateOf(article)}</p>
</header>
${articleBody(article, siteUrl)}
<footer>
${note === null ? '' : richHtml(note, { level: 2, base: url })}
${listOf(article.topics.map((topic) => topicOf(topic, siteUrl)))}
${source.url === null ? '' : markup`<p><cite><a href="${source.url}">${source.name ?? source.url}</a></cite></p>`}
<p><a href="${url}">${url}</a></p>
</footer>
</article>`,
  )
}

/** The text of an article without its head and foot. */
export function articleBody({ intro, qa, url }: Article, siteUrl: string): HtmlSafeString {
  const pairs = qa.map(
    (pair) => markup`
<section id="${pair.anchor}">
${pairBody(pair, { siteUrl, level: 2 })}
</section>`,
  )
  return markup`${intro === null ? '' : richHtml(intro, { level: 2, base: url })}${pairs}`
}

/** A pair as such a document; its heading is the question. Pure. */
export function pairHtml(
  pair: ListedQaPair,
  { language, ...around }: HtmlSurroundings & { language: string },
): string {
  const { article, question, url, anchor } = pair
  return documentOf(
    { title: question.text, description: article.title, language, url, ...around },
    markup`<article id="${anchor}" lang="${language}">
${pairBody(pair, { siteUrl: around.siteUrl, level: 1 })}
<footer>
<p><cite><a href="${url}">${article.title}</a></cite> ${dateOf(article)}</p>
</footer>
</article>`,
  )
}

interface Head extends HtmlSurroundings {
  title: string
  description: string | null
  language: string
  url: string
}

function documentOf(
  { title, description, language, url, isElsewhere }: Head,
  content: HtmlSafeString,
): string {
  return sentHtml(markup`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
${description === null ? '' : markup`<meta name="description" content="${description}">`}
${isElsewhere ? markup`<meta name="robots" content="noindex">` : ''}
<title>${title}</title>
<link rel="canonical" href="${url}">
</head>
<body>
<main>
${content}
</main>
</body>
</html>
`)
}

/** Who asks stands above the question, who answers above the answer: there is no word that would need a language. */
function pairBody(
  { anchor, url, question, answer, askedBy, answeredBy }: QaPair,
  { siteUrl, level }: { siteUrl: string; level: 1 | 2 },
): HtmlSafeString {
  const place = { level: level + 1, base: url }
  const { heading, rest } = headed(question, place)
  const answerers = join(
    answeredBy.map((person) => linkTo(person, siteUrl)),
    ', ',
  )
  return markup`<hgroup>
${askedBy === null ? '' : markup`<p>${linkTo(askedBy, siteUrl)}</p>`}
${level === 1 ? markup`<h1>${heading}</h1>` : markup`<h2>${heading}</h2>`}
</hgroup>
${rest}
<div id="${anchor}-answer">
${answeredBy.length === 0 ? '' : markup`<p>${answerers}</p>`}
${richHtml(answer, place)}
</div>`
}

function dateOf({ publishedAt }: { publishedAt: string }): HtmlSafeString {
  return markup`<time datetime="${publishedAt}">${publishedAt.slice(0, 10)}</time>`
}

function listOf(items: HtmlSafeString[]): HtmlSafeString | '' {
  return items.length === 0 ? '' : markup`<ul>${items.map((item) => markup`<li>${item}</li>`)}</ul>`
}

/** The role is for programs: what it is called depends on the language. */
function creditOf(person: PersonRef, siteUrl: string): HtmlSafeString {
  const name = markup`<span class="${person.role}">${linkTo(person, siteUrl)}</span>`
  return person.title ? markup`${name}, ${person.title}` : name
}

function topicOf({ slug, name }: TopicRef, siteUrl: string): HtmlSafeString {
  return markup`<a rel="tag" href="${siteUrl}/topics/${slug}">${name}</a>`
}

function linkTo({ slug, name }: PersonRef, siteUrl: string): HtmlSafeString {
  return markup`<a href="${siteUrl}/people/${slug}">${name}</a>`
}
