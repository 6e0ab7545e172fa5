import { eq, sql } from 'drizzle-orm'
import { RenderedBody, RenderedSummary } from '../articles/present.ts'
import { appendChanges, type NewChange } from '../changes/append.ts'
import { changeCounts } from '../db/change-counts.ts'
import { EVERYTHING, keptCounts } from '../db/facet-counts.ts'
import { keepQuery } from '../db/keep-query.ts'
import { unplanned } from '../db/kit.sqlite.ts'
import type { Db } from '../db/store.ts'
import { articleReplies } from '../db/reply-tables.ts'
import { publishedArticles } from '../db/tables.ts'
import type { World } from '../deps.ts'
import { personChange } from '../people/person-change.ts'
import type { ArticleDocument } from '../revisions/contract.ts'
import { topicsAbove } from '../topics/tree.ts'
import { changesBetween } from './changes-between.ts'
import { marksOf, topicIdsOf } from './count-shown.ts'
import { projectionOf, projectSearch } from './project.ts'
import { withPresentNames } from './present-names.ts'
import { type Published, renderArticle, type Rendered } from './render-article.ts'
import { project } from './write-projection.ts'

/**
 * Shows readers a document, in the place of what they saw of the article, and notes in the log what changed for them.
 * `personIds` says who its people are where that was settled elsewhere.
 */
export async function show(
  tx: Db,
  world: World,
  published: Published,
  document: ArticleDocument,
  personIds: string[] = [],
): Promise<void> {
  const before = await findShown(tx, published.id)
  // A revision that is shown once more is about the same people, whatever they are called now.
  const isSame = before?.summary.revision === published.revision
  const after = await renderArticle(tx, world, published, document, isSame ? before.personIds : personIds)
  const above = await topicsAbove(tx, [before, after].flatMap(topicIdsOf))
  const projection = projectionOf(published, await withPresentNames(tx, document, after), after, above)
  await project(tx, published.id, projection)
  await changeCounts(tx, published.id, marksOf(before, above), marksOf(after, above))
  await tellChanges(tx, world, before, after)
  projectSearch(tx, published.id, after)
}

/** Shows readers nothing of an article any more, and notes that in the log. Nothing happens where they saw none. */
export async function withdraw(tx: Db, world: World, articleId: string): Promise<void> {
  const before = await findShown(tx, articleId)
  if (!before) return
  const above = await topicsAbove(tx, topicIdsOf(before))
  await project(tx, articleId, undefined)
  await changeCounts(tx, articleId, marksOf(before, above), undefined)
  await tellChanges(tx, world, before, undefined)
  projectSearch(tx, articleId, undefined)
}

const shownById = keepQuery((db) =>
  db
    .select({ article: articleReplies.article, personIds: publishedArticles.personIds })
    .from(articleReplies)
    .innerJoin(publishedArticles, eq(publishedArticles.articleId, articleReplies.articleId))
    .where(eq(articleReplies.articleId, unplanned(sql.placeholder('articleId'))))
    .prepare(),
)

async function findShown(tx: Db, articleId: string): Promise<Rendered | undefined> {
  const [row] = await shownById(tx).execute({ articleId })
  if (!row) return undefined
  const article: unknown = JSON.parse(row.article)
  const { personIds } = row
  return { summary: RenderedSummary.parse(article), body: RenderedBody.parse(article), personIds }
}

async function tellChanges(
  tx: Db,
  world: World,
  before: Rendered | undefined,
  after: Rendered | undefined,
): Promise<void> {
  await appendChanges(tx, world, [
    ...changesBetween(before, after),
    ...(await peopleBetween(tx, before, after)),
  ])
}

/** Readers see who stands on an article: who came is new to them, who stood on no other is gone. */
async function peopleBetween(
  tx: Db,
  before: Rendered | undefined,
  after: Rendered | undefined,
): Promise<NewChange[]> {
  const [old, present] = [before, after].map(
    (rendered) => new Map(rendered?.summary.people.map((person) => [person.id, person])),
  )
  const came = [...(present?.values() ?? [])].filter(({ id }) => !old?.has(id))
  const went = [...(old?.values() ?? [])].filter(({ id }) => !present?.has(id))
  const ids = [...came, ...went].map(({ id }) => id)
  if (ids.length === 0) return []
  const stands = await keptCounts(tx, 'article', EVERYTHING, { facets: ['person'], values: ids })
  const articlesOf = new Map(stands.map(({ value, count }) => [value, count]))
  const isSeenHereAlone = ({ id }: { id: string }) => (articlesOf.get(id) ?? 0) === (present?.has(id) ? 1 : 0)
  return [
    ...came.filter(isSeenHereAlone).map((person) => personChange(person, false)),
    ...went.filter(isSeenHereAlone).map((person) => personChange(person, true)),
  ]
}
