import type { Metadata } from 'next'
import { colloquyUrl, getPerson, listArticles, listPairs, listPeople } from '../../../colloquy'
import { ArticleList } from '../../../components/article-list'
import { Pair } from '../../../components/pair'
import { found, slugsOf } from '../../../found'

export async function generateStaticParams() {
  return slugsOf(await listPeople())
}

export async function generateMetadata({ params }: PageProps<'/people/[slug]'>): Promise<Metadata> {
  const { slug, name, title, url } = await found('people', params, getPerson)
  const types = { 'application/rss+xml': `${colloquyUrl}/feeds/people/${slug}.rss` }
  return {
    title: name,
    description: title ?? `What ${name} was asked, and said.`,
    alternates: { canonical: url, types },
  }
}

export default async function PersonPage({ params }: PageProps<'/people/[slug]'>) {
  const { slug, name, title, bio } = await found('people', params, getPerson)
  const [articles, pairs] = await Promise.all([
    listArticles({ person: slug }),
    listPairs({ person: slug, role: 'answerer' }),
  ])
  return (
    <>
      <h1>{name}</h1>
      {title && <p className="dek">{title}</p>}
      {bio && <p>{bio}</p>}
      <ArticleList articles={articles} />
      {pairs.map((pair) => (
        <Pair key={pair.id} pair={pair} from={pair.article} />
      ))}
    </>
  )
}
