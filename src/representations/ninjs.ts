import type { Article } from '../articles/contract.ts'
import type { PersonRef, PersonRole, Source, TopicRef } from '../contract.ts'
import { sentHtml } from '../http/markup.ts'
import type { QaPair } from '../qa/contract.ts'
import type { Ninjs, NinjsAssociation } from './contract.ts'
import { articleBody } from './html.ts'
import { richHtml } from './rich-html.ts'

const STANDARD = {
  name: 'ninjs',
  version: '3.1',
  schema: 'http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#',
} as const
const INTERVIEW = { name: 'Interview', uri: 'http://cv.iptc.org/newscodes/genre/Interview' }
/** Who writes or asks is who a text is by. */
const BYLINE = new Set<PersonRole | undefined>(['author', 'interviewer'])

export interface NinjsSurroundings {
  /** Where readers read (`SITE_URL`). */
  siteUrl: string
  /** Where the service is reached (`PUBLIC_URL`): identifiers are addresses there. */
  publicUrl: string
}

/** An article as a news item of IPTC's ninjs 3.1, with each pair as an association. Pure. */
export function articleNinjs(article: Article, around: NinjsSurroundings): Ninjs {
  const { id, slug, title, dek, kind, people, source, note, publishedAt, updatedAt } = article
  const by = distinct(people.filter(({ role }) => BYLINE.has(role)).map(({ name }) => name))
  const texts = [article.intro, ...article.qa.flatMap(({ question, answer }) => [question, answer])]
  const plain = texts.flatMap((each) => each?.text ?? []).join('\n\n')
  return {
    ...{ standard: STANDARD, uri: `${around.publicUrl}/v1/articles/${id}` },
    ...{ type: 'text', representationType: 'full', profile: kind, pubStatus: 'usable' },
    ...{ version: String(article.revision), contentCreated: publishedAt, versionCreated: updatedAt },
    ...{ language: article.language, title, slugline: slug, headlines: [text('main', title)] },
    ...(by.length > 0 && { by: by.join(', ') }),
    descriptions: [
      ...(dek === null ? [] : [text('summary', dek)]),
      ...(note === null ? [] : [text('note', note.text)]),
    ],
    bodies: [
      { ...body('text/html', sentHtml(articleBody(article, around.siteUrl))), wordCount: article.wordCount },
      { ...body('text/plain', plain), wordCount: article.wordCount },
    ],
    people: people.map((person) => personOf(person, person.role ?? 'mentioned', around)),
    infoSources: [
      ...people.flatMap(({ id: personId, name, role = 'mentioned' }) =>
        role === 'mentioned' ? [] : [{ name, role, uri: `${around.publicUrl}/v1/people/${personId}` }],
      ),
      ...sourceOf(source),
    ],
    subjects: article.topics.map((topic) => subjectOf(topic, around)),
    genres: kind === 'article' ? [] : [INTERVIEW],
    ...identity(article, [{ role: 'slug', value: slug }]),
    associations: article.qa.map((pair) => associationOf(pair, article, around)),
  }
}

function associationOf(
  pair: QaPair,
  { language, url }: Pick<Article, 'language' | 'url'>,
  around: NinjsSurroundings,
): NinjsAssociation {
  const { id, question, answer, askedBy, answeredBy, mentions } = pair
  const answerHtml = sentHtml(richHtml(answer, { level: 2, base: url }))
  return {
    ...{ name: question.text, rel: 'hasPart', uri: `${around.publicUrl}/v1/qa/${id}` },
    ...{ type: 'text', representationType: 'full', pubStatus: 'usable', language },
    headlines: [text('main', question.text)],
    bodies: [body('text/html', answerHtml), body('text/plain', answer.text)],
    people: [
      ...(askedBy ? [personOf(askedBy, 'interviewer', around)] : []),
      ...answeredBy.map((person) => personOf(person, 'interviewee', around)),
      ...mentions.map((person) => personOf(person, 'mentioned', around)),
    ],
    subjects: pair.topics.map((topic) => subjectOf(topic, around)),
    ...identity(pair, [{ role: 'anchor', value: pair.anchor }]),
  }
}

/** A name without an address may be that of a file. */
function sourceOf({ name, url }: Source): Ninjs['infoSources'] {
  if (name === null) return []
  return [url === null ? { name, role: 'source' } : { name, role: 'publisher', uri: uriOf(url) }]
}

function identity(
  { id, url }: { id: string; url: string },
  others: Ninjs['altIds'],
): Pick<Ninjs, 'altIds' | 'renditions'> {
  return {
    altIds: [{ role: 'id', value: id }, ...others],
    renditions: [{ name: 'web', href: uriOf(url), contentType: 'text/html' }],
  }
}

function personOf({ id, slug, name }: PersonRef, role: PersonRole, around: NinjsSurroundings): Concept {
  return { name, rel: role, uri: `${around.publicUrl}/v1/people/${id}`, literal: slug }
}

function subjectOf({ id, slug, name }: TopicRef, around: NinjsSurroundings): Concept {
  return { name, rel: 'about', uri: `${around.publicUrl}/v1/topics/${id}`, literal: slug }
}

/** An address in ASCII, as JSON Schema has a `uri`: slugs may have letters of any script. */
function uriOf(address: string): string {
  return new URL(address).href
}

type Concept = Ninjs['people'][number]

function text(role: string, value: string): Ninjs['headlines'][number] {
  return { role, contentType: 'text/plain', value }
}

function body(contentType: 'text/html' | 'text/plain', value: string): Ninjs['bodies'][number] {
  return { role: 'main', contentType, charCount: value.length, value }
}

function distinct(names: string[]): string[] {
  return [...new Set(names)]
}
