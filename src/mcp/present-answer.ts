import type { ListedQaPair } from '../qa/contract.ts'
import type { Answer } from './contract.ts'
import { readOn } from './read-on.ts'

/** A pair as tools give it: its question and answer from `start` on, `charsMax` characters of them at most. */
export function presentAnswer(pair: ListedQaPair, start: number, charsMax: number): Answer {
  const { id, url, answeredBy, askedBy, article, topics } = pair
  const { read, next } = readOn(start, charsMax)
  return {
    ...{ id, permalink: url, date: article.publishedAt, speakers: answeredBy, askedBy },
    ...{ question: read(pair.question.text), answer: read(pair.answer.text) },
    ...{ article: { id: article.id, title: article.title, url: article.url }, topics },
    ...{ start, next: next() },
  }
}
