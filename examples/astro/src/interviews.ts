import { type CollectionEntry, getCollection } from 'astro:content'

export type Article = CollectionEntry<'articles'>['data']
export type Pair = CollectionEntry<'qa'>['data']
export type Topic = CollectionEntry<'topics'>['data']
export type Person = CollectionEntry<'people'>['data']

/** Articles that pass, the newest first. */
export async function listArticles(passes: (article: Article) => boolean = () => true): Promise<Article[]> {
  const entries = await getCollection('articles', ({ data }) => passes(data))
  return entries.map(({ data }) => data).sort(newestFirst)
}

/** Pairs that pass, those of the newest article first, in reading order. */
export async function listPairs(passes: (pair: Pair) => boolean = () => true): Promise<Pair[]> {
  const entries = await getCollection('qa', ({ data }) => passes(data))
  return entries
    .map(({ data }) => data)
    .sort((a, b) => newestFirst(a.article, b.article) || a.position - b.position)
}

/** Topics that an article or a pair is on, by name. */
export async function listTopics(): Promise<Topic[]> {
  const subjects = [...(await listArticles()), ...(await listPairs())]
  const used = new Set(subjects.flatMap(({ topics }) => topics.map(({ id }) => id)))
  const entries = await getCollection('topics', ({ data }) => used.has(data.id))
  return entries.map(({ data }) => data).sort((a, b) => a.name.localeCompare(b.name))
}

type Dated = Pick<Article, 'id' | 'publishedAt'>

function newestFirst(a: Dated, b: Dated): number {
  return b.publishedAt.localeCompare(a.publishedAt) || b.id.localeCompare(a.id)
}
