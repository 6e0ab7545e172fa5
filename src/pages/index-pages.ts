import type { ArticleSummary } from '../articles/contract.ts'
import { type HtmlSafeString, markup } from '../http/markup.ts'
import type { Person } from '../people/contract.ts'
import type { Topic } from '../topics/contract.ts'
import { feedsOf } from './feeds-of.ts'
import { articleItems, nothing, type Part, partOf } from './list-items.ts'
import type { Site } from './site.ts'
import { counted } from './words.ts'
import type { Alternate, Page } from './write-page.ts'

/** The newest articles. Pure. */
export function frontPage(site: Site, articles: ArticleSummary[]): Page {
  const all = markup`<nav class="parts" aria-label="More"><ul><li><a href="${site.base}/articles">All articles</a></li></ul></nav>`
  return {
    ...{ title: site.name, url: `${site.siteUrl}/`, kind: 'website', section: 'front' },
    description: `${site.name}: the newest articles`,
    alternates: feedsOfAll(site),
    main: markup`${articleItems(site, articles) ?? nothing()}\n${all}`,
  }
}

/** All articles, the newest first. Pure. */
export function articlesPage(site: Site, articles: ArticleSummary[], part: Part): Page {
  return listPage(site, 'Articles', part, articleItems(site, articles))
}

/** Everybody who stands on an article, by name. Pure. */
export function peoplePage(site: Site, people: Person[], part: Part): Page {
  const items = people.map(({ slug, name, title, counts }) => {
    const count =
      counts.answered > 0 ? counted(counts.answered, 'answer') : counted(counts.articles, 'article')
    return markup`<li><a href="${site.base}/people/${slug}">${name}</a>${title === null ? '' : markup` <span class="title">${title}</span>`} <span class="count">${count}</span></li>`
  })
  return listPage(site, 'People', part, indexOf(items))
}

/** Topics that something was said on, by name. Pure. */
export function topicsPage(site: Site, topics: Topic[], part: Part): Page {
  const items = topics.map(({ slug, name, counts }) => {
    const count =
      counts.qaUnder > 0 ? counted(counts.qaUnder, 'answer') : counted(counts.articlesUnder, 'article')
    return markup`<li><a href="${site.base}/topics/${slug}">${name}</a> <span class="count">${count}</span></li>`
  })
  return listPage(site, 'Topics', part, indexOf(items))
}

function indexOf(items: HtmlSafeString[]): HtmlSafeString | undefined {
  return items.length === 0 ? undefined : markup`<ul class="index">${items}</ul>`
}

function listPage(
  site: Site,
  title: 'Articles' | 'People' | 'Topics',
  part: Part,
  list: HtmlSafeString | undefined,
): Page {
  const section = ({ Articles: 'articles', People: 'people', Topics: 'topics' } as const)[title]
  return {
    ...{ title, kind: 'website', section, next: part.next },
    url: part.isFirst ? `${site.siteUrl}/${section}` : null,
    description: `${title}, ${site.name}`,
    alternates: feedsOfAll(site),
    main: markup`<header class="about"><h1>${title}</h1></header>
${partOf(list, part, `${site.base}/${section}`)}`,
  }
}

function feedsOfAll(site: Site): Alternate[] {
  return [
    ...feedsOf(site, 'articles', `${site.name}: articles`),
    ...feedsOf(site, 'answers', `${site.name}: answers`),
  ]
}
