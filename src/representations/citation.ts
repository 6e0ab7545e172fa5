import type { Article, ArticleSummary } from '../articles/contract.ts'
import type { PersonRef, PersonRole } from '../contract.ts'
import type { ListedQaPair } from '../qa/contract.ts'
import type { Citation } from './contract.ts'

/** An article as citation styles cite it: an interview is by who was asked. Pure. */
export function articleCitation(article: Article): Citation {
  const { id, kind, title, dek, publishedAt, url, language, source, people } = article
  const inRole = (...roles: PersonRole[]) => people.filter(({ role }) => roles.some((each) => each === role))
  const asked = inRole('interviewee')
  return {
    ...{ id, type: kind === 'article' ? 'webpage' : 'interview', title },
    // A name without an address may be that of a file.
    ...(source.url !== null && source.name !== null && { 'container-title': source.name }),
    ...namesOf('author', asked.length > 0 ? asked : inRole('author')),
    ...namesOf('interviewer', inRole('interviewer', 'moderator')),
    ...namesOf('editor', inRole('editor')),
    ...namesOf('translator', inRole('translator')),
    ...{ issued: dateOf(publishedAt), URL: url, language },
    ...(dek !== null && { abstract: dek }),
  }
}

/** A pair as citation styles cite it: a part of its article, by who answers. Pure. */
export function pairCitation(pair: ListedQaPair, { language }: Pick<ArticleSummary, 'language'>): Citation {
  const { id, question, article, askedBy, answeredBy, url } = pair
  return {
    ...{ id, type: 'interview', title: question.text, 'container-title': article.title },
    ...namesOf('author', answeredBy),
    ...namesOf('interviewer', askedBy ? [askedBy] : []),
    ...{ issued: dateOf(article.publishedAt), URL: url, language },
  }
}

type NameField = 'author' | 'interviewer' | 'editor' | 'translator'

function namesOf(field: NameField, people: PersonRef[]): Pick<Citation, NameField> {
  const names = [...new Set(people.map(({ name }) => name))]
  return names.length === 0 ? {} : { [field]: names.map((literal) => ({ literal })) }
}

/** The day in UTC. */
function dateOf(time: string): Citation['issued'] {
  const [year = 0, month = 0, day = 0] = time.slice(0, 10).split('-').map(Number)
  return { 'date-parts': [[year, month, day]] }
}
