// schema.org in JSON-LD, for a representation of its own and for pages that embed it in a <script
// type="application/ld+json">; there each "<" is to be written as "\u003c".
import type { Answer, DefinedTerm, NewsArticle, Person, Question, WithContext } from 'schema-dts'
import type { Article } from '../articles/contract.ts'
import type { ArticleRef, PersonRef, PersonRole, Source, TopicRef } from '../contract.ts'
import type { ListedQaPair, QaPair } from '../qa/contract.ts'

export interface Surroundings {
  /** Where readers read (`SITE_URL`). */
  siteUrl: string
  /** Addresses of the same people elsewhere, by their ids (`sameAsOf`). */
  sameAs?: ReadonlyMap<string, string[]>
}

/**
 * An article as a schema.org `NewsArticle` whose parts are `Question`s, each with the `Answer` to it; never an `FAQPage`
 * or `QAPage`, for it is neither. What has an address readers read at has that as its `@id`. Everybody who stands on the
 * article is described once, with `sameAs`, under what they did for it; pairs refer to them by `@id` and name. Pure.
 */
export function articleJsonLd(article: Article, around: Surroundings): WithContext<NewsArticle> {
  const { url, title, dek, kind, qa, intro } = article
  return {
    '@context': 'https://schema.org',
    '@type': 'NewsArticle',
    '@id': url,
    ...{ url, mainEntityOfPage: url, identifier: article.id, headline: title },
    ...(dek !== null && { description: dek }),
    ...(kind !== 'article' && { genre: 'Interview' }),
    inLanguage: article.language,
    ...{ datePublished: article.publishedAt, dateModified: article.updatedAt, version: article.revision },
    wordCount: article.wordCount,
    ...creditsOf(article, around),
    ...sourceOf(article.source),
    ...(article.topics.length > 0 && { about: article.topics.map((topic) => termOf(topic, around)) }),
    // What is in no part.
    ...(intro && qa.length === 0 && { articleBody: intro.text }),
    ...(qa.length > 0 && { hasPart: qa.map((pair) => questionOf(pair, around)) }),
  }
}

/** A pair as a schema.org `Question` that is a part of its article, with `sameAs` of those who speak. Pure. */
export function pairJsonLd(
  pair: ListedQaPair,
  { article, ...around }: Surroundings & { article: Pick<Article, 'language'> },
): WithContext<Question> {
  return {
    '@context': 'https://schema.org',
    ...questionOf(pair, around, personOf),
    inLanguage: article.language,
    isPartOf: partOf(pair.article),
  }
}

function partOf({ url, title, publishedAt }: ArticleRef): NewsArticle {
  return { '@type': 'NewsArticle', '@id': url, url, headline: title, datePublished: publishedAt }
}

/** What of a `NewsArticle` says what somebody in a role did. */
const CREDITS = {
  author: ['author', 'interviewer'],
  contributor: ['interviewee', 'moderator'],
  editor: ['editor'],
  translator: ['translator'],
  mentions: ['mentioned'],
} satisfies Record<string, PersonRole[]>

type Credits = Partial<Record<keyof typeof CREDITS, Person[]>>

function creditsOf({ people }: Article, around: Surroundings): Credits {
  const credits: [string, Person[]][] = Object.entries(CREDITS).map(([property, roles]) => {
    const inRole = people.filter(({ role }) => roles.some((each) => each === role))
    const once = new Map(inRole.map((person) => [person.id, person]))
    return [property, [...once.values()].map((person) => personOf(person, around))]
  })
  return Object.fromEntries(credits.filter(([, persons]) => persons.length > 0))
}

/** Of what it is a translation or another edition, and who published that; a name alone may be that of a file. */
function sourceOf({ name, url, language }: Source): Partial<NewsArticle & object> {
  const publisher = url !== null && name !== null && { '@type': 'Organization' as const, name }
  const original = {
    '@type': 'CreativeWork' as const,
    ...(url !== null && { '@id': url, url }),
    ...(language !== null && { inLanguage: language }),
    ...(publisher && { publisher }),
  }
  return {
    ...(name !== null && { creditText: name }),
    ...(publisher && { publisher }),
    ...(url !== null && { isBasedOn: original }),
    ...(language !== null && { translationOfWork: original }),
  }
}

type DescribePerson = (person: PersonRef, around: Surroundings) => Person

function questionOf(pair: QaPair, around: Surroundings, describe: DescribePerson = personNamed): Question {
  const { url, question, askedBy, mentions, topics } = pair
  return {
    '@type': 'Question',
    '@id': url,
    ...{ url, identifier: pair.id, position: pair.position, name: question.text, text: question.text },
    ...(askedBy && { author: describe(askedBy, around) }),
    ...(topics.length > 0 && { about: topics.map((topic) => termOf(topic, around)) }),
    ...(mentions.length > 0 && { mentions: mentions.map((person) => describe(person, around)) }),
    ...{ answerCount: 1, acceptedAnswer: answerOf(pair, around, describe) },
  }
}

function answerOf(pair: QaPair, around: Surroundings, describe: DescribePerson): Answer {
  const { url, answer, answeredBy } = pair
  return {
    '@type': 'Answer',
    '@id': `${url}-answer`,
    ...{ url, text: answer.text },
    ...(answeredBy.length > 0 && { author: answeredBy.map((person) => describe(person, around)) }),
  }
}

function personNamed({ slug, name }: PersonRef, { siteUrl }: Surroundings): Person & object {
  return { '@type': 'Person', '@id': `${siteUrl}/people/${slug}`, name }
}

function personOf(person: PersonRef, around: Surroundings): Person {
  const sameAs = around.sameAs?.get(person.id) ?? []
  return {
    ...personNamed(person, around),
    ...{ url: `${around.siteUrl}/people/${person.slug}`, identifier: person.id },
    ...(person.title && { jobTitle: person.title }),
    ...(sameAs.length > 0 && { sameAs }),
  }
}

function termOf({ slug, name }: TopicRef, { siteUrl }: Surroundings): DefinedTerm {
  const url = `${siteUrl}/topics/${slug}`
  return { '@type': 'DefinedTerm', '@id': url, name, termCode: slug, url }
}
