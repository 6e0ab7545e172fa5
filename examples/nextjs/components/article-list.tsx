import type { ListedArticle } from 'colloquy/client'
import Link from 'next/link'
import { Day } from './day'

export function ArticleList({ articles }: { articles: ListedArticle[] }) {
  return (
    <ul className="articles">
      {articles.map(({ id, slug, title, dek, language, publishedAt, qaCount }) => (
        <li key={id}>
          <h2 lang={language} dir="auto">
            <Link href={`/articles/${slug}`}>{title}</Link>
          </h2>
          {dek && (
            <p lang={language} dir="auto">
              {dek}
            </p>
          )}
          <p className="facts">
            <Day at={publishedAt} /> · {qaCount} {qaCount === 1 ? 'question' : 'questions'}
          </p>
        </li>
      ))}
    </ul>
  )
}
