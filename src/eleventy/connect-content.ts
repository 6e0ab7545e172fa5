import type { Article, QaPair } from '../client/index.ts'
import type { Everything, LoadedPerson, LoadedTopic } from '../client/load-everything.ts'

/** A pair with the article it is from, whole. */
export interface ArticlePair extends QaPair {
  article: Article
}

/** A person, with what the API counts: articles that they stand on, pairs in which they ask or answer. */
export interface PersonContent extends LoadedPerson {
  articles: Article[]
  asked: ArticlePair[]
  answered: ArticlePair[]
}

/** A topic, with what the API counts: articles and pairs on it; `Under`: on it or a narrower one. */
export interface TopicContent extends LoadedTopic {
  articles: Article[]
  qa: ArticlePair[]
  articlesUnder: Article[]
  qaUnder: ArticlePair[]
}

export interface TopicNode extends Omit<TopicContent, 'narrower'> {
  narrower: TopicNode[]
}

/** What was published, in the order of the API's lists. */
export interface Content {
  /** Newest first. */
  articles: Article[]
  /** Those of the newest article first, in reading order. */
  qa: ArticlePair[]
  /** By name: who stands on an article. */
  people: PersonContent[]
  /** By name: what an article or a pair is on, and every topic above. */
  topics: TopicContent[]
  /** The same as a tree; those without a broader one at the top. */
  topicTree: TopicNode[]
}

/** Gives people and topics what is by them and on them; leaves out those that have nothing. Pure. */
export function connectContent(loaded: Omit<Everything, 'seq'>): Content {
  const articles = loaded.articles.toSorted(newestFirst)
  const qa = articles.flatMap((article) => article.qa.map((pair) => ({ ...pair, article })))
  const topics = connectTopics(loaded.topics, articles, qa)
  return {
    articles,
    qa,
    people: connectPeople(loaded.people, articles, qa),
    topics,
    topicTree: treeOf(topics),
  }
}

function newestFirst(a: Article, b: Article): number {
  return compare(b.publishedAt, a.publishedAt) || compare(b.id, a.id)
}

function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

function connectPeople(people: LoadedPerson[], articles: Article[], qa: ArticlePair[]): PersonContent[] {
  const articlesOf = groupBy(articles, (article) => idsOf(article.people))
  const askedBy = groupBy(qa, (pair) => (pair.askedBy ? [pair.askedBy.id] : []))
  const answeredBy = groupBy(qa, (pair) => idsOf(pair.answeredBy))
  return people
    .filter(({ id }) => articlesOf.has(id))
    .map((person) => ({
      ...person,
      articles: articlesOf.get(person.id) ?? [],
      asked: askedBy.get(person.id) ?? [],
      answered: answeredBy.get(person.id) ?? [],
    }))
}

function connectTopics(topics: LoadedTopic[], articles: Article[], qa: ArticlePair[]): TopicContent[] {
  const broaderOf = new Map(topics.map(({ id, broader }) => [id, broader?.id]))
  const withAbove = (ids: string[]) => {
    const all = new Set<string>()
    for (const id of ids)
      for (let next: string | undefined = id; next !== undefined; next = broaderOf.get(next)) all.add(next)
    return [...all]
  }
  const articlesOn = groupBy(articles, (article) => idsOf(article.topics))
  const qaOn = groupBy(qa, (pair) => idsOf(pair.topics))
  const articlesUnder = groupBy(articles, (article) => withAbove(idsOf(article.topics)))
  const qaUnder = groupBy(qa, (pair) => withAbove(idsOf(pair.topics)))
  const isUsed = ({ id }: { id: string }) => articlesUnder.has(id) || qaUnder.has(id)
  return topics.filter(isUsed).map((topic) => ({
    ...topic,
    narrower: topic.narrower.filter(isUsed),
    articles: articlesOn.get(topic.id) ?? [],
    qa: qaOn.get(topic.id) ?? [],
    articlesUnder: articlesUnder.get(topic.id) ?? [],
    qaUnder: qaUnder.get(topic.id) ?? [],
  }))
}

function treeOf(topics: TopicContent[]): TopicNode[] {
  const nodes = topics.map((topic): TopicNode => ({ ...topic, narrower: [] }))
  const nodeOf = new Map(nodes.map((node) => [node.id, node]))
  for (const node of nodes) if (node.broader) nodeOf.get(node.broader.id)?.narrower.push(node)
  return nodes.filter(({ broader }) => !broader)
}

function idsOf(refs: { id: string }[]): string[] {
  return [...new Set(refs.map(({ id }) => id))]
}

/** As `Map.groupBy`, where an item may be in several groups. */
function groupBy<Item>(items: Item[], keysOf: (item: Item) => string[]): Map<string, Item[]> {
  const groups = new Map<string, Item[]>()
  for (const item of items)
    for (const key of keysOf(item)) {
      const group = groups.get(key)
      if (group) group.push(item)
      else groups.set(key, [item])
    }
  return groups
}
