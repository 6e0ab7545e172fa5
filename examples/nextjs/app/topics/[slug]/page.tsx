import type { Metadata } from 'next'
import { colloquyUrl, getTopic, listPairs, listTopics } from '../../../colloquy'
import { Pair } from '../../../components/pair'
import { found, slugsOf } from '../../../found'

export async function generateStaticParams() {
  return slugsOf(await listTopics())
}

export async function generateMetadata({ params }: PageProps<'/topics/[slug]'>): Promise<Metadata> {
  const { slug, name, description, url } = await found('topics', params, getTopic)
  const types = { 'application/rss+xml': `${colloquyUrl}/feeds/topics/${slug}.rss` }
  return {
    title: name,
    description: description ?? `Questions and answers on ${name}.`,
    alternates: { canonical: url, types },
  }
}

export default async function TopicPage({ params }: PageProps<'/topics/[slug]'>) {
  const { slug, name, description } = await found('topics', params, getTopic)
  const pairs = await listPairs({ 'topic.under': slug })
  return (
    <>
      <h1>{name}</h1>
      {description && <p className="dek">{description}</p>}
      {pairs.map((pair) => (
        <Pair key={pair.id} pair={pair} from={pair.article} />
      ))}
    </>
  )
}
