import type { Metadata } from 'next'
import { colloquyUrl, getArticle, listArticles } from '../../../colloquy'
import { Day } from '../../../components/day'
import { Names } from '../../../components/names'
import { Pair } from '../../../components/pair'
import { found, slugsOf } from '../../../found'

export async function generateStaticParams() {
  return slugsOf(await listArticles())
}

export async function generateMetadata({ params }: PageProps<'/articles/[slug]'>): Promise<Metadata> {
  const { title, dek, url } = await found('articles', params, getArticle)
  const types = {
    'application/rss+xml': `${colloquyUrl}/feeds/articles.rss`,
    'application/json+oembed': `${colloquyUrl}/oembed?url=${encodeURIComponent(url)}`,
  }
  return { title, description: dek, alternates: { canonical: url, types } }
}

export default async function ArticlePage({ params }: PageProps<'/articles/[slug]'>) {
  const article = await found('articles', params, getArticle)
  const { title, dek, language, publishedAt, people, topics, intro, qa, note } = article
  const speakers = people.filter(({ role }) => role !== 'mentioned')
  return (
    <article lang={language} dir="auto">
      <h1>{title}</h1>
      {dek && <p className="dek">{dek}</p>}
      <p className="facts">
        <Names folder="people" of={speakers} /> · <Day at={publishedAt} />
      </p>
      {intro && <div className="prose intro" dangerouslySetInnerHTML={{ __html: intro.html }} />}
      {qa.map((pair) => (
        <Pair key={pair.id} pair={pair} />
      ))}
      {note && <div className="prose note" dangerouslySetInnerHTML={{ __html: note.html }} />}
      {topics.length > 0 && (
        <p className="facts">
          Topics: <Names folder="topics" of={topics} />
        </p>
      )}
    </article>
  )
}
