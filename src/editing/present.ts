import type { ArticleDocument } from '../revisions/contract.ts'
import type { ArticleState } from '../revisions/queries.ts'
import type { EditorialArticle, EditorialSummary } from './contract.ts'
import type { DraftRow } from './queries.ts'

/** Another one after every change of the article, of its state too. */
export function etagOf({ version, draftRevision }: ArticleState): string {
  return `"${version}-${draftRevision}"`
}

/** What an entity tag of ours was given for; undefined where it is none of ours. */
export function stateOfTag(tag: string): Pick<ArticleState, 'version' | 'draftRevision'> | undefined {
  const [, version, revision] = /^"(\d{1,12})-(\d{1,12})"$/.exec(tag) ?? []
  return version && revision ? { version: Number(version), draftRevision: Number(revision) } : undefined
}

/** The wire's article for editors: one revision of it. */
export function presentEditorial(
  state: ArticleState,
  document: ArticleDocument,
  revision = state.draftRevision,
): EditorialArticle {
  return {
    ...presentState(state),
    revision,
    ...document,
    qa: document.qa.map((pair, index) => ({ ...pair, position: index + 1 })),
  }
}

/** The wire's article in a list for editors. */
export function presentEditorialSummary({ state, title }: DraftRow): EditorialSummary {
  return { ...presentState(state), title }
}

function presentState(state: ArticleState): Omit<EditorialSummary, 'title'> {
  const { id, slug, status, draftRevision, publishedRevision, scheduledAt, trashedAt, retractedAt } = state
  const { createdAt, updatedAt } = state
  return {
    ...{ id, type: 'article', slug, status, draftRevision, publishedRevision },
    ...{ scheduledAt, trashedAt, retractedAt, createdAt, updatedAt, etag: etagOf(state) },
  }
}
