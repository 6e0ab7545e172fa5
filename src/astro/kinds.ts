import type { DataStore } from 'astro/loaders'
import type { ZodType } from 'astro/zod'
import type { z } from 'zod'
import { Article } from '../articles/contract.ts'
import type { Change } from '../changes/contract.ts'
import type { Reader } from '../client/index.ts'
import { Person } from '../people/contract.ts'
import { ListedQaPair } from '../qa/contract.ts'
import { Topic } from '../topics/contract.ts'
import type { Everything } from '../client/load-everything.ts'

const PAGE_ITEMS = 100

type Rendered = NonNullable<Parameters<DataStore['set']>[0]['rendered']>

/** What a resource becomes in a collection. */
export interface Made {
  id: string
  /** Of the resource that it was read with. */
  resourceId: string
  data: Record<string, unknown> & { id: string }
  rendered?: Rendered
}

/** The ids of what a filter finds, each with the id of the resource that it is read with. */
export type Wanted = Map<string, string>

/** How a collection is made: of which resources, and what each becomes. */
export interface Kind<Data, Resource> {
  name: string
  /** In the terms of Astro's own zod, which may be another version. */
  schema: ZodType<Data>
  resource: Exclude<Change['resource'], 'qa'>
  of: (everything: Everything) => Resource[]
  get: (reader: Reader, id: string) => Promise<Resource & { id: string }>
  /** What a filter finds; undefined: it takes none. */
  find?: (reader: Reader, filter: object) => Promise<Wanted>
  entriesOf: (resource: Resource) => Made[]
}

export const articles: Kind<Article, Article> = {
  name: 'articles',
  schema: Article,
  resource: 'article',
  of: (everything) => everything.articles,
  get: (reader, id) => reader.articles.get(id),
  find: (reader, filter) =>
    wantedOf(reader.articles.all({ ...filter, fields: ['slug'], limit: PAGE_ITEMS }), ({ id }) => id),
  entriesOf: (article) => [
    { id: article.slug, resourceId: article.id, data: article, rendered: renderArticle(article) },
  ],
}

const QaEntry = ListedQaPair.omit({ highlights: true })
export type QaEntry = z.infer<typeof QaEntry>

export const qa: Kind<QaEntry, Article> = {
  ...articles,
  name: 'qa',
  schema: QaEntry,
  find: (reader, filter) =>
    wantedOf(
      reader.qa.all({ ...filter, fields: ['article'], limit: PAGE_ITEMS }),
      ({ article }) => article.id,
    ),
  entriesOf: ({ id, slug, title, publishedAt, url, qa: pairs }) =>
    pairs.map((pair) => ({
      id: pair.id,
      resourceId: id,
      data: { ...pair, article: { id, slug, title, publishedAt, url } },
      rendered: { html: pair.answer.html },
    })),
}

const PersonEntry = Person.omit({ counts: true, etag: true })
export type PersonEntry = z.infer<typeof PersonEntry>

export const people: Kind<PersonEntry, PersonEntry> = {
  name: 'people',
  schema: PersonEntry,
  resource: 'person',
  of: (everything) => everything.people,
  get: (reader, id) => reader.people.get(id),
  find: (reader, filter) =>
    wantedOf(reader.people.all({ ...filter, fields: ['slug'], limit: PAGE_ITEMS }), ({ id }) => id),
  // A reply has more than a load: what is counted, which no change tells of.
  entriesOf: (person) => [{ id: person.slug, resourceId: person.id, data: PersonEntry.parse(person) }],
}

const TopicEntry = Topic.omit({ counts: true, etag: true })
export type TopicEntry = z.infer<typeof TopicEntry>

export const topics: Kind<TopicEntry, TopicEntry> = {
  name: 'topics',
  schema: TopicEntry,
  resource: 'topic',
  of: (everything) => everything.topics,
  get: (reader, id) => reader.topics.get(id),
  entriesOf: (topic) => [{ id: topic.slug, resourceId: topic.id, data: TopicEntry.parse(topic) }],
}

async function wantedOf<Item extends { id: string }>(
  items: AsyncGenerator<Item, void>,
  resourceId: (item: Item) => string,
): Promise<Wanted> {
  const wanted: Wanted = new Map()
  for await (const item of items) wanted.set(item.id, resourceId(item))
  return wanted
}

function renderArticle({ intro, qa: pairs, note }: Article): Rendered {
  const sections = pairs.map(
    ({ anchor, question, answer }) =>
      `<section id="${anchor}">\n<h2>${escape(question.text)}</h2>\n${answer.html}\n</section>`,
  )
  const html = [intro?.html, ...sections, note?.html].filter((part) => part !== undefined).join('\n')
  const headings = pairs.map(({ anchor, question }) => ({ depth: 2, slug: anchor, text: question.text }))
  return { html, metadata: { headings } }
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}
