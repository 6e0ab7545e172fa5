import type { Person as PersonTerm, ProfilePage, WithContext } from 'schema-dts'
import { type HtmlSafeString, markup } from '../http/markup.ts'
import type { Person } from '../people/contract.ts'
import { feedsOf } from './feeds-of.ts'
import { type View, viewLinks } from './list-items.ts'
import { excerptOf } from './rich-html.ts'
import { type Site, topicLinks } from './site.ts'
import { counted } from './words.ts'
import type { Page } from './write-page.ts'

/** What a page of a person is made of. */
export interface Parts {
  person: Person
  /** What they speak of, the most frequent first. */
  topics: { slug: string; name: string }[]
  views: View[]
  list: HtmlSafeString
  /** It is the page itself, and not a further part of a list of it. */
  isWhole: boolean
  next: string | null
}

/** What somebody said, or where else they stand. Pure. */
export function personPage(site: Site, { person, topics, views, list, isWhole, next }: Parts): Page {
  const { slug, name, title, bio, url, counts } = person
  const facts = [
    ...(counts.answered > 0 ? [counted(counts.answered, 'answer')] : []),
    ...(counts.asked > 0 ? [counted(counts.asked, 'question')] : []),
    counted(counts.articles, 'article'),
  ]
  return {
    ...{ title: name, url: isWhole ? url : null, kind: 'profile', section: 'people', next },
    description: excerptOf(bio ?? [title ?? name, ...facts].join(', ')),
    alternates: feedsOf(site, `people/${slug}`, `${site.name}: ${name}`),
    structured: profileOf(person),
    main: markup`<header class="about">
<h1>${name}</h1>
${title === null ? '' : markup`<p class="dek">${title}</p>`}
${bio === null ? '' : markup`<div class="prose">${paragraphs(bio)}</div>`}
<ul class="facts">${facts.map((fact) => markup`<li>${fact}</li>`)}</ul>
${elsewhere(person)}
${topics.length > 0 ? markup`<section><h2>Speaks about</h2>${topicLinks(site, topics)}</section>` : ''}
</header>
${viewLinks(views)}
${list}`,
  }
}

/** Plain text, parted by empty lines. */
export function paragraphs(text: string): HtmlSafeString {
  return markup`${text.split(/\n\s*\n/).map((part) => markup`<p dir="auto">${part}</p>`)}`
}

function elsewhere({ sameAs }: Person): HtmlSafeString {
  if (sameAs.length === 0) return markup``
  const links = sameAs.map((url) => {
    const { host, pathname } = new URL(url)
    const words = `${host.replace(/^www\./, '')}${pathname.replace(/\/$/, '')}`
    return markup`<li><a href="${url}" rel="external">${words}</a></li>`
  })
  return markup`<section><h2>Elsewhere</h2><ul class="links">${links}</ul></section>`
}

function profileOf({ id, url, name, title, bio, aliases, sameAs }: Person): WithContext<ProfilePage> {
  const person: PersonTerm = {
    '@type': 'Person',
    ...{ '@id': url, url, name, identifier: id },
    ...(title !== null && { jobTitle: title }),
    ...(bio !== null && { description: bio }),
    ...(aliases.length > 0 && { alternateName: aliases }),
    ...(sameAs.length > 0 && { sameAs }),
  }
  return { '@context': 'https://schema.org', '@type': 'ProfilePage', url, mainEntity: person }
}
