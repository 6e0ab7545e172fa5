import { statusOf } from '../publishing/transition.ts'
import type { ArticleDocument } from '../revisions/contract.ts'
import type { ArticleState } from '../revisions/queries.ts'
import type { EditorialArticle } from './contract.ts'

/** Another one after every change of the article, of its state too. */
export function etagOf({ version, draftRevision }: ArticleState): string {
  return `"${version}-${draftRevision}"`
}

/** The revision that an entity tag of ours was given with; undefined where it is none of ours. */
export function revisionOfTag(tag: string): number | undefined {
  const revision = /^"\d{1,12}-(\d{1,12})"$/.exec(tag)?.[1]
  return revision === undefined ? undefined : Number(revision)
}

/** The wire's article for editors: one revision of it. */
export function presentEditorial(
  state: ArticleState,
  document: ArticleDocument,
  revision = state.draftRevision,
): EditorialArticle {
  const { id, slug, draftRevision, publishedRevision, scheduledAt, trashedAt, retractedAt } = state
  const { createdAt, updatedAt } = state
  return {
    ...{ id, type: 'article', slug, status: statusOf(state), revision, draftRevision, publishedRevision },
    ...{ scheduledAt, trashedAt, retractedAt, createdAt, updatedAt, etag: etagOf(state) },
    ...document,
    qa: document.qa.map((pair, index) => ({ ...pair, position: index + 1 })),
  }
}
