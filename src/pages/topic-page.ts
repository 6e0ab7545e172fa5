import type { DefinedTerm, WithContext } from 'schema-dts'
import { type HtmlSafeString, markup } from '../http/markup.ts'
import type { Topic } from '../topics/contract.ts'
import { feedsOf } from './feeds-of.ts'
import { type View, viewLinks } from './list-items.ts'
import { paragraphs } from './person-page.ts'
import { excerptOf } from './rich-html.ts'
import { personLink, type Site, topicLinks } from './site.ts'
import { counted } from './words.ts'
import type { Page } from './write-page.ts'

interface Named {
  slug: string
  name: string
}

/** What a page of a topic is made of. */
export interface Parts {
  topic: Topic
  /** What answers on it are about, too, and who speaks, the most frequent first. */
  related: { topics: Named[]; people: Named[] }
  views: View[]
  list: HtmlSafeString
  /** It is the page itself, and not a further part of a list of it. */
  isWhole: boolean
  next: string | null
}

/** What was said on a topic and on those under it. Pure. */
export function topicPage(site: Site, { topic, related, views, list, isWhole, next }: Parts): Page {
  const { slug, name, description, url, broader, narrower, counts } = topic
  const facts = [counted(counts.qaUnder, 'answer'), counted(counts.articlesUnder, 'article')]
  return {
    ...{ title: name, url: isWhole ? url : null, kind: 'website', section: 'topics', next },
    description: excerptOf(description ?? `${name}: ${facts.join(', ')}`),
    alternates: feedsOf(site, `topics/${slug}`, `${site.name}: ${name}`),
    structured: termOf(topic),
    main: markup`<header class="about">
${broader ? markup`<p class="eyebrow"><a href="${site.base}/topics/${broader.slug}">${broader.name}</a></p>` : ''}
<h1>${name}</h1>
${description === null ? '' : markup`<div class="prose">${paragraphs(description)}</div>`}
<ul class="facts">${facts.map((fact) => markup`<li>${fact}</li>`)}</ul>
${part('Within it', narrower.length > 0 && topicLinks(site, narrower))}
${part('Who speaks', related.people.length > 0 && peopleLinks(site, related.people))}
${part('Often with', related.topics.length > 0 && topicLinks(site, related.topics))}
</header>
${viewLinks(views)}
${list}`,
  }
}

function part(heading: string, content: HtmlSafeString | false): HtmlSafeString {
  return content === false ? markup`` : markup`<section><h2>${heading}</h2>${content}</section>`
}

function peopleLinks(site: Site, people: Named[]): HtmlSafeString {
  return markup`<ul class="people">${people.map((person) => markup`<li>${personLink(site, person)}</li>`)}</ul>`
}

function termOf({ id, url, slug, name, description, altLabels, sameAs }: Topic): WithContext<DefinedTerm> {
  return {
    '@context': 'https://schema.org',
    '@type': 'DefinedTerm',
    ...{ '@id': url, url, name, termCode: slug, identifier: id },
    ...(description !== null && { description }),
    ...(altLabels.length > 0 && { alternateName: altLabels }),
    ...(sameAs.length > 0 && { sameAs }),
  }
}
