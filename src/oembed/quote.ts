import type { Article } from '../articles/contract.ts'
import type { PersonRef, PersonRole } from '../contract.ts'
import type { QaPair } from '../qa/contract.ts'
import type { Quotation } from './write-quotation.ts'

/** Who an article is by: those of the first of these roles that somebody has. */
const BY: PersonRole[] = ['author', 'interviewer', 'moderator', 'interviewee']

/** A text of ours that is quoted, and who said it. */
export interface Quoted {
  quotation: Quotation
  title: string
  by: PersonRef[]
}

/** An answer, under its question. */
export function quotePair(pair: QaPair, { title, language }: Article): Quoted {
  const by = pair.answeredBy
  return {
    title: pair.question.text,
    by,
    quotation: {
      ...{ heading: pair.question.text, paragraphs: paragraphsOf(pair.answer.text), work: title },
      ...{ names: namesOf(by), url: pair.url, language },
    },
  }
}

/** An article by its title and dek, and how it begins: its first pair, or its intro where it has none. */
export function quoteArticle(article: Article, siteName: string): Quoted {
  const { title, dek, people, intro, qa, url, language } = article
  const by = BY.map((role) => people.filter((person) => person.role === role)).find(
    ({ length }) => length > 0,
  )
  const [first] = qa
  const beginning = first ? [first.question.text, first.answer.text] : [intro?.text ?? '']
  return {
    title,
    by: by ?? [],
    quotation: {
      ...{ heading: title, paragraphs: [dek ?? '', ...beginning].flatMap(paragraphsOf), work: siteName },
      ...{ names: namesOf(by ?? []), url, language },
    },
  }
}

/** Plain text has an empty line between paragraphs. */
function paragraphsOf(text: string): string[] {
  return text.split('\n\n').filter((paragraph) => paragraph.trim() !== '')
}

function namesOf(people: PersonRef[]): string[] {
  return [...new Set(people.map(({ name }) => name))]
}
