import type { ArticleSummary } from '../articles/contract.ts'
import type { PersonRef } from '../contract.ts'
import type { Db } from '../db/store.ts'
import { writePairPage } from '../publishing/write-export.ts'
import type { ListedQaPair } from '../qa/contract.ts'
import { getRevision } from '../revisions/queries.ts'

/**
 * A published pair as a Markdown page: front matter, then question and answer as editors wrote them. Its keys are none
 * that an importer or a site generator would take for those of an article. undefined where its text is no more.
 */
export async function pairMarkdown(
  db: Db,
  pair: ListedQaPair,
  { language, revision }: Pick<ArticleSummary, 'language' | 'revision'>,
): Promise<string | undefined> {
  const { id, number, url, askedBy, answeredBy, mentions, topics } = pair
  const { article } = pair
  const { qa } = await getRevision(db, article.id, revision)
  const written = qa.find((each) => each.id === id)
  const front = {
    ...{ type: 'qa', id, number, uri: url, language },
    ...{ askedBy: askedBy?.name ?? null, answeredBy: namesOf(answeredBy), mentions: namesOf(mentions) },
    topics: topics.map(({ slug, name }) => ({ slug, name })),
    article: { id: article.id, title: article.title, url: article.url, publishedAt: article.publishedAt },
  }
  return written && writePairPage(front, written)
}

function namesOf(people: PersonRef[]): string[] {
  return people.map(({ name }) => name)
}
