import type { ListedQaPair, QaPair } from 'colloquy/client'
import Link from 'next/link'
import { Names } from './names'

/** A question with its answer: on the page of its article, or elsewhere with the article that it is from. */
export function Pair({ pair, from }: { pair: QaPair; from?: ListedQaPair['article'] }) {
  const { anchor, position, question, answer, answeredBy, topics } = pair
  return (
    <section className="pair" id={from ? undefined : anchor}>
      <h2 dir="auto">{question.text || `Question ${position}`}</h2>
      <p className="facts">
        <Names folder="people" of={answeredBy} />
        {answeredBy.length > 0 && ' · '}
        {/* Not a `Link`: where the router leads, nothing becomes the `:target`. */}
        <a href={`${from ? `/articles/${from.slug}` : ''}#${anchor}`}>Question {position}</a>
        {from && (
          <>
            {' of '}
            <Link href={`/articles/${from.slug}`}>{from.title}</Link>
          </>
        )}
      </p>
      {/* Colloquy has made it safe. */}
      <div className="prose" dir="auto" dangerouslySetInnerHTML={{ __html: answer.html }} />
      {topics.length > 0 && (
        <p className="facts">
          On <Names folder="topics" of={topics} />
        </p>
      )}
    </section>
  )
}
