import { createHash } from 'node:crypto'
import { presentArticle, presentSummary } from '../articles/present.ts'
import type { TopicRef } from '../contract.ts'
import { sortKey } from '../db/sort-key.ts'
import type { Db } from '../db/store.ts'
import type {
  articlePeople,
  articleQaTopics,
  articleSpeakers,
  articleTopics,
  qaPeople,
  qaTopics,
} from '../db/list-tables.ts'
import type { articleReplies } from '../db/reply-tables.ts'
import { searchTags } from '../db/search-tags.ts'
import type { publishedArticles, qaPairs } from '../db/tables.ts'
import { indexArticle, type SearchedText } from '../db/text-search.ts'
import { presentListedPair } from '../qa/present.ts'
import type { ArticleDocument } from '../revisions/contract.ts'
import { SITE, toStoredJson } from '../stored-json.ts'
import { shownTags } from './changes-between.ts'
import type { Published, Rendered } from './render-article.ts'
import type { TopicsAbove } from '../topics/tree.ts'
import { writeExport } from './write-export.ts'

type Pair = Rendered['body']['qa'][number]

/** The rows that readers query of an article, but for those of the search. */
export interface Projection {
  article: typeof publishedArticles.$inferInsert
  reply: typeof articleReplies.$inferInsert
  people: (typeof articlePeople.$inferInsert)[]
  topics: (typeof articleTopics.$inferInsert)[]
  speakers: (typeof articleSpeakers.$inferInsert)[]
  qaTopics: (typeof articleQaTopics.$inferInsert)[]
  pairs: (typeof qaPairs.$inferInsert)[]
  pairPeople: (typeof qaPeople.$inferInsert)[]
  pairTopics: (typeof qaTopics.$inferInsert)[]
}

/** So many digits of a hash tell the states of one article apart. */
const ETAG_DIGITS = 20

/** What readers are to query of an article. Pure: `above` says what is above its topics. */
export function projectionOf(
  published: Published,
  document: ArticleDocument,
  rendered: Rendered,
  above: TopicsAbove,
): Projection {
  const { id: articleId, slug, publishedAt, updatedAt } = published
  const { summary, body, personIds } = rendered
  const { title, kind, language } = document
  const common = { articleId, kind, language, publishedAt, updatedAt }
  const shown = presentSummary(summary, SITE)
  const ref = { id: articleId, slug, title: summary.title, publishedAt, url: shown.url }
  const names = { slug, title, titleKey: sortKey(title) }
  return {
    article: { ...common, ...names, summary: toStoredJson(shown), personIds },
    reply: replyOf(published, rendered, writeExport(articleId, document)),
    people: summary.people.map(({ id, role }) => {
      return { articleId, personId: id, role: role ?? 'mentioned', publishedAt }
    }),
    topics: withAbove(summary.topics, above).map((topic) => ({ articleId, ...topic, publishedAt })),
    speakers: speakersOf(body.qa).map((speaker) => ({ articleId, ...speaker, publishedAt })),
    qaTopics: withAbove(
      body.qa.flatMap(({ topics }) => topics),
      above,
    ).map((topic) => ({ articleId, ...topic, publishedAt })),
    pairs: body.qa.map((pair) => {
      const { id, position } = pair
      return { ...common, id, position, pair: toStoredJson(presentListedPair(pair, ref)) }
    }),
    pairPeople: body.qa.flatMap(peopleOf),
    pairTopics: body.qa.flatMap(({ id, topics }) => topics.map((topic) => ({ qaId: id, topicId: topic.id }))),
  }
}

function withAbove(topics: TopicRef[], above: TopicsAbove): { topicId: string; isDirect: boolean }[] {
  const direct = new Set(topics.map(({ id }) => id))
  const all = new Set([...direct].flatMap((id) => [id, ...(above.get(id) ?? [])]))
  return [...all].map((topicId) => ({ topicId, isDirect: direct.has(topicId) }))
}

type Speaker = Pick<typeof articleSpeakers.$inferInsert, 'personId' | 'role'>

function speakersOf(pairs: Pair[]): Speaker[] {
  const speakers = new Map<string, Speaker>()
  for (const { personId, role } of pairs.flatMap(peopleOf))
    if (role !== 'mentioned') speakers.set(`${personId} ${role}`, { personId, role })
  return [...speakers.values()]
}

function replyOf(
  { id: articleId, slug, updatedAt }: Published,
  rendered: Rendered,
  markdown: string,
): Projection['reply'] {
  const article = toStoredJson(presentArticle(rendered, SITE))
  const etag = createHash('sha256').update(article).update(markdown).digest('hex').slice(0, ETAG_DIGITS)
  return { articleId, slug, updatedAt, etag, cacheTags: shownTags(rendered).join(), article, markdown }
}

function peopleOf({ id, askedBy, answeredBy, mentions }: Pair): (typeof qaPeople.$inferInsert)[] {
  return [
    ...(askedBy ? [{ qaId: id, personId: askedBy.id, role: 'asker' as const }] : []),
    ...answeredBy.map((person) => ({ qaId: id, personId: person.id, role: 'answerer' as const })),
    ...mentions.map((person) => ({ qaId: id, personId: person.id, role: 'mentioned' as const })),
  ]
}

/** Lets readers find an article by what they see of it; by nothing, where they see none. */
export function projectSearch(tx: Db, articleId: string, shown: Rendered | undefined): void {
  indexArticle(tx, articleId, shown ? searchTextsOf(shown) : [])
}

/** What an article and its pairs are found by. */
export function searchTextsOf({ summary, body }: Rendered): SearchedText[] {
  const { id, title, dek, people, topics } = summary
  const texts = [dek ?? '', body.intro?.text ?? '', body.note?.text ?? '']
  const searched = (
    kind: 'article' | 'qa',
    own: Pick<SearchedText, 'id' | 'head' | 'body'>,
    about: { people: Named[]; topics: Named[]; title: string },
  ): SearchedText => {
    const names = [...about.people, ...about.topics].map(({ name }) => name)
    return {
      ...{ kind, ...own, context: distinct([about.title, ...names]).join('\n') },
      tags: distinct([
        searchTags.kind(kind),
        searchTags.article(id),
        searchTags.language(summary.language),
        searchTags.year(summary.publishedAt.slice(0, 4)),
        ...about.people.map((person) => searchTags.person(person.id)),
        ...about.topics.map((topic) => searchTags.topic(topic.id)),
      ]).join(' '),
    }
  }
  return [
    searched('article', { id, head: title, body: texts.join('\n') }, { people, topics, title: '' }),
    ...body.qa.map((pair) => {
      const { question, answer, askedBy, answeredBy } = pair
      const speakers = [...answeredBy, ...(askedBy ? [askedBy] : [])]
      const own = { id: pair.id, head: question.text, body: answer.text }
      return searched('qa', own, { people: speakers, topics: pair.topics, title })
    }),
  ]
}

interface Named {
  id: string
  name: string
}

function distinct(texts: string[]): string[] {
  return [...new Set(texts)].filter((text) => text !== '')
}
