import { listArticles } from '../articles/queries.ts'
import { summaryOf } from '../articles/read-article.ts'
import type { ArticleSummary } from '../articles/contract.ts'
import { facetsOf } from '../db/facets.ts'
import type { Deps } from '../deps.ts'
import { feedPath } from '../feeds/feed-path.ts'
import { scope } from '../qa/queries.ts'
import { words, writeHead } from './head.ts'

/** So many articles are named, the newest. */
const ARTICLES_MAX = 100

interface Link {
  name: string
  /** From the root of the service. */
  path: string
  about: string
}

const API: Link[] = [
  { name: 'OpenAPI', path: '/openapi.json', about: 'every request, parameter and reply.' },
  { name: 'Answers', path: '/v1/qa', about: 'across all articles; `q` searches, in a question’s own words.' },
  { name: 'Articles', path: '/v1/articles', about: 'by `topic`, `person`, `language`, `publishedAt.gte`.' },
  { name: 'People', path: '/v1/people', about: 'who asks and answers.' },
  { name: 'Topics', path: '/v1/topics', about: 'what it is about, with counts.' },
]

const FEEDS: Link[] = [
  { name: 'Articles', path: feedPath({ list: 'articles' }, 'atom'), about: 'Atom; `.rss` and `.json`, too.' },
  { name: 'Answers', path: feedPath({ list: 'answers' }, 'atom'), about: 'the same of single answers.' },
]

const OPTIONAL: Link[] = [
  { name: 'Full text', path: '/llms-full.txt', about: 'the newest articles in one file.' },
  { name: 'Sitemap', path: '/sitemap.xml', about: 'every page for readers.' },
  { name: 'Corrections', path: '/v1/corrections', about: 'what was put right, or taken back.' },
]

/** What there is to read and where, as https://llmstxt.org has it. */
export async function writeOverview(deps: Deps): Promise<string> {
  const { store, config } = deps
  const page = { limit: ARTICLES_MAX, after: undefined, count: false }
  const { rows } = await listArticles(store.read, {}, '-publishedAt', page)
  const articles = rows.map((row) => articleLink(summaryOf(row, config.siteUrl)))
  const sections = {
    Articles: articles,
    Topics: await topicLinks(deps),
    API,
    Feeds: FEEDS,
    Optional: OPTIONAL,
  }
  const written = Object.entries(sections)
    .filter(([, links]) => links.length > 0)
    .map(
      ([heading, links]) =>
        `## ${heading}\n\n${links.map((link) => writeLink(link, config.publicUrl)).join('\n')}`,
    )
  return `${[await writeHead(deps), ...written].join('\n\n')}\n`
}

function articleLink({ title, slug, dek, people, publishedAt }: ArticleSummary): Link {
  const names = people.filter(({ role }) => role === 'interviewee').map(({ name }) => name)
  const [date = ''] = publishedAt.split('T')
  const head = [...new Set(names), date].join(', ')
  const about = words(`${head}.${dek === null ? '' : ` ${dek}`}`)
  return { name: words(title), path: `/v1/articles/${encodeURIComponent(slug)}.md`, about }
}

/** The topics that most answers are about. */
async function topicLinks({ store }: Deps): Promise<Link[]> {
  const { counts } = await facetsOf(store.read, { list: 'qa', ...scope }, {}, ['topic'])
  return (counts.topic ?? []).flatMap((topic) =>
    'slug' in topic
      ? {
          name: words(topic.name),
          path: `/v1/qa?topic=${encodeURIComponent(topic.slug)}`,
          about: `answers as JSON; there are ${topic.count}.`,
        }
      : [],
  )
}

function writeLink({ name, path, about }: Link, publicUrl: string): string {
  return `- [${name}](${publicUrl}${path}): ${about}`
}
