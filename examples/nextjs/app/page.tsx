import Link from 'next/link'
import { ArticleList } from '../components/article-list'
import { listArticles, listTopics } from '../colloquy'

export default async function Home() {
  const [articles, topics] = await Promise.all([listArticles(), listTopics()])
  return (
    <>
      <h1>Interviews</h1>
      <ArticleList articles={articles} />
      <nav aria-labelledby="topics">
        <h2 id="topics">Topics</h2>
        <ul className="topics">
          {topics.map(({ id, slug, name, counts }) => (
            <li key={id}>
              <Link href={`/topics/${slug}`}>{name}</Link> <small>{counts.qaUnder}</small>
            </li>
          ))}
        </ul>
      </nav>
    </>
  )
}
