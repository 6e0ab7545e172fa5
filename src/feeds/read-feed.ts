import type { Deps } from '../deps.ts'
import { findPerson } from '../people/queries.ts'
import { findTopic } from '../topics/queries.ts'
import type { FeedFormat, FeedList, FeedSubject } from './contract.ts'
import type { Feed, FeedItem } from './feed.ts'
import { type FeedName, feedPath } from './feed-path.ts'
import { readAnswerItems, readArticleItems } from './read-items.ts'

/** When a feed was changed in which nothing has been yet. */
const NEVER = '1970-01-01T00:00:00.000Z'

/** A topic, or a person whom readers know. */
export interface Subject {
  subject: FeedSubject
  id: string
  slug: string
  name: string
  /** What is said of it. */
  text: string | null
}

/** What a feed is about, by id or by any slug that it has or had; undefined where readers see none. */
export async function findSubject(
  { store }: Deps,
  subject: FeedSubject,
  idOrSlug: string,
): Promise<Subject | undefined> {
  if (subject === 'topics') {
    const topic = await findTopic(store.read, idOrSlug)
    return topic && { subject, id: topic.id, slug: topic.slug, name: topic.name, text: topic.description }
  }
  const person = await findPerson(store.read, idOrSlug)
  return person && { subject, id: person.id, slug: person.slug, name: person.name, text: person.bio }
}

/** The feed of everything, or about a subject, as of now. */
export async function readFeed(
  deps: Deps,
  list: FeedList,
  about: Subject | undefined,
  format: FeedFormat,
): Promise<Feed> {
  const { publicUrl, siteUrl, siteName, websubHubUrl } = deps.config
  const items = await readItems(deps, list, about)
  const languages = new Set(items.map(({ language }) => language))
  const title = titleOf(list, about, siteName)
  const name: FeedName = { list, about }
  const byId: FeedName = { list, about: about && { subject: about.subject, slug: about.id } }
  return {
    id: publicUrl + feedPath(byId, format),
    title,
    description: about?.text ?? title,
    url: new URL(`${siteUrl}/${about ? `${about.subject}/${about.slug}` : ''}`).href,
    selfUrl: publicUrl + feedPath(name, format),
    hubUrl: websubHubUrl,
    siteName,
    siteUrl,
    language: languages.size === 1 ? [...languages][0] : undefined,
    updatedAt: items.reduce((last, { updatedAt }) => (updatedAt > last ? updatedAt : last), NEVER),
    items,
  }
}

function readItems(deps: Deps, list: FeedList, about: Subject | undefined): Promise<FeedItem[]> {
  const names = [[about?.id ?? '']]
  const byTopic = about?.subject === 'topics' && { 'topic.under': names }
  const byPerson = about?.subject === 'people' && { person: names }
  if (list === 'articles') return readArticleItems(deps, { ...byTopic, ...byPerson })
  return readAnswerItems(deps, { ...byTopic, ...(byPerson && { ...byPerson, role: 'answerer' }) })
}

function titleOf(list: FeedList, about: Subject | undefined, siteName: string): string {
  const what = list === 'articles' ? 'Articles' : 'Answers'
  if (!about) return `${siteName}: ${what}`
  const relation = about.subject === 'topics' ? 'on' : list === 'articles' ? 'with' : 'by'
  return `${siteName}: ${what} ${relation} ${about.name}`
}
