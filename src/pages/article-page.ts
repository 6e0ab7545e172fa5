import type { Article } from '../articles/contract.ts'
import type { RichText } from '../contract.ts'
import type { Correction } from '../corrections/contract.ts'
import { type HtmlSafeString, markup } from '../http/markup.ts'
import { bodyOf, endOf } from './article-body.ts'
import { bylineOf } from './byline.ts'
import { oembedUrl } from '../oembed/addresses.ts'
import { feedsOf } from './feeds-of.ts'
import { excerptOf } from './rich-html.ts'
import { directionOf, languageOf, type Site } from './site.ts'
import { CORRECTIONS, counted, dayOf, KINDS, languageName, readingTime } from './words.ts'
import type { Alternate, Page } from './write-page.ts'

/** What a page of an article is made of. */
export interface Parts {
  article: Article
  /** The ledger of it, the oldest entry first. */
  corrections: Correction[]
  structured: object
}

/** An article to be read. Pure. */
export function articlePage(site: Site, { article, corrections, structured }: Parts): Page {
  const { title, url, people, topics, publishedAt, updatedAt } = article
  const authors = people.filter(({ role }) => role === 'author' || role === 'interviewer')
  return {
    ...{ title, url, kind: 'article', section: 'articles', structured },
    description: descriptionOf(article),
    properties: [
      ['article:published_time', publishedAt],
      ['article:modified_time', updatedAt],
      ...authors.map(({ slug }): [string, string] => ['article:author', `${site.siteUrl}/people/${slug}`]),
      ...topics.map(({ name }): [string, string] => ['article:tag', name]),
    ],
    alternates: alternatesOf(site, article),
    hasImages: textsOf(article).some(({ html }) => html.includes('<img ')),
    main: markup`<article class="reading"${directionOf(article.language)}>
${headOf(site, article, corrections)}
${bodyOf(article, corrections)}
${endOf(site, article, corrections)}
</article>`,
  }
}

function descriptionOf({ dek, intro, qa, title }: Article): string {
  return dek ?? (excerptOf(intro?.text ?? qa[0]?.question.text ?? '') || title)
}

function textsOf({ intro, note, qa }: Article): RichText[] {
  return [intro, note, ...qa.flatMap(({ question, answer }) => [question, answer])].flatMap(
    (text) => text ?? [],
  )
}

function alternatesOf(site: Site, { slug, title, url }: Article): Alternate[] {
  const { publicUrl } = site
  return [
    ...feedsOf(site, 'articles', `${site.name}: articles`),
    { type: 'application/json+oembed', href: oembedUrl(site, url), title },
    { type: 'application/json', href: `${publicUrl}/v1/articles/${slug}`, title: `${title} (JSON)` },
    { type: 'text/markdown', href: `${publicUrl}/v1/articles/${slug}.md`, title: `${title} (Markdown)` },
    {
      type: 'application/ld+json',
      href: `${publicUrl}/v1/articles/${slug}.jsonld`,
      title: `${title} (JSON-LD)`,
    },
  ]
}

function headOf(site: Site, article: Article, corrections: Correction[]): HtmlSafeString {
  const { kind, title, dek, language, people, publishedAt, qaCount, wordCount, source } = article
  const facts = [
    markup`<time datetime="${publishedAt}">${dayOf(publishedAt)}</time>`,
    ...(qaCount > 0 ? [markup`${counted(qaCount, 'question')}`] : []),
    markup`${readingTime(wordCount)}`,
    ...(source.language === null ? [] : [markup`translated from ${languageName(source.language)}`]),
  ]
  return markup`<header>
<p class="eyebrow">${KINDS[kind]}</p>
<h1${languageOf(language)}>${title}</h1>
${dek === null ? '' : markup`<p class="dek"${languageOf(language)}>${dek}</p>`}
${bylineOf(site, people)}
<ul class="facts">${facts.map((fact) => markup`<li><bdi>${fact}</bdi></li>`)}</ul>
${corrections.length > 0 ? correctedOn(article, corrections) : ''}
</header>`
}

/** That something was put right, when, and where to read of it. */
function correctedOn({ qa }: Article, corrections: Correction[]): HtmlSafeString {
  const links = corrections.map((correction) => {
    const { position } = qa.find(({ id }) => id === correction.qa) ?? {}
    const words = `${CORRECTIONS[correction.kind]}, ${dayOf(correction.at)}`
    const place = position === undefined ? '' : markup` (question ${position})`
    return markup`<li><bdi><a href="#${correction.id}">${words}</a>${place}</bdi></li>`
  })
  return markup`<ul class="corrected">${links}</ul>`
}
