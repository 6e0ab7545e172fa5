import { isDeepStrictEqual } from 'node:util'
import { and, asc, eq, gt, inArray, ne } from 'drizzle-orm'
import type { Column } from '../db/kit.sqlite.ts'
import { corrections } from '../db/log-tables.ts'
import type { NamedKind } from '../db/names.ts'
import type { Db } from '../db/store.ts'
import { listNumbers } from '../db/resource-numbers.ts'
import { articles, people, publishedArticles, revisions, slugs, topics } from '../db/tables.ts'
import { ArticleDocument } from '../revisions/contract.ts'
import type { Standing } from '../revisions/export-format.ts'
import type { CorrectionLine, NumberLine, PersonLine, TopicLine } from './contract.ts'

const BATCH = 100

/** Everybody, in the order of their ids. */
export async function* exportPeople(db: Db): AsyncGenerator<PersonLine> {
  for await (const rows of inBatches(people.id, (after) =>
    db.select().from(people).where(after).orderBy(asc(people.id)).limit(BATCH),
  )) {
    const formerOf = await formerSlugs(db, 'person', rows)
    for (const { id, slug, name, title, bio, aliases, sameAs, mergedInto } of rows)
      if (mergedInto !== null) yield { id, name, mergedInto }
      else yield { id, slug, formerSlugs: formerOf(id), name, title, bio, aliases, sameAs }
  }
}

/** Every topic, in the order of their ids. */
export async function* exportTopics(db: Db): AsyncGenerator<TopicLine> {
  for await (const rows of inBatches(topics.id, (after) =>
    db.select().from(topics).where(after).orderBy(asc(topics.id)).limit(BATCH),
  )) {
    const formerOf = await formerSlugs(db, 'topic', rows)
    for (const { id, slug, name, description, altLabels, broaderId, sameAs, mergedInto } of rows)
      if (mergedInto !== null) yield { id, name, mergedInto }
      else {
        const former = formerOf(id)
        yield { id, slug, formerSlugs: former, name, description, altLabels, broader: broaderId, sameAs }
      }
  }
}

/** What was put right in public. */
export async function* exportCorrections(db: Db): AsyncGenerator<CorrectionLine> {
  const { id, articleId, qaId, kind, text, author, at } = corrections
  for await (const rows of inBatches(id, (after) =>
    db
      .select({ id, articleId, qaId, kind, text, author, at })
      .from(corrections)
      .where(after)
      .orderBy(asc(id))
      .limit(BATCH),
  ))
    yield* rows
}

/** Every number ever given, so that none of them is given again. */
export async function* exportNumbers(db: Db): AsyncGenerator<NumberLine> {
  let last = 0
  for (;;) {
    const rows = await listNumbers(db, last, BATCH)
    if (rows.length === 0) return
    yield* rows
    last = rows.at(-1)?.number ?? last
  }
}

/** The names that the files of articles have. */
export async function listArticleNames(db: Db): Promise<{ id: string; slug: string }[]> {
  return db.select({ id: articles.id, slug: articles.slug }).from(articles)
}

export interface ExportedArticle {
  id: string
  slug: string
  standing: Partial<Standing>
  /** The working copy. */
  draft: ArticleDocument
  /** What readers see, where that is not the working copy. */
  published: ArticleDocument | undefined
}

/** Every article, what is in the trash too, in the order of their ids. */
export async function* exportArticles(db: Db): AsyncGenerator<ExportedArticle> {
  const joined = (number: Column) => and(eq(revisions.articleId, articles.id), eq(revisions.number, number))
  for await (const rows of inBatches(articles.id, (after) =>
    db
      .select({
        id: articles.id,
        state: articles,
        document: revisions.document,
        personIds: publishedArticles.personIds,
        updatedAt: publishedArticles.updatedAt,
      })
      .from(articles)
      .innerJoin(revisions, joined(articles.draftRevision))
      .leftJoin(publishedArticles, eq(publishedArticles.articleId, articles.id))
      .where(after)
      .orderBy(asc(articles.id))
      .limit(BATCH),
  )) {
    const ids = rows.map(({ id }) => id)
    const differing = await db
      .select({ id: articles.id, document: revisions.document })
      .from(articles)
      .innerJoin(revisions, joined(articles.publishedRevision))
      .where(and(inArray(articles.id, ids), ne(articles.publishedRevision, articles.draftRevision)))
    const shownOf = new Map(differing.map(({ id, document }) => [id, document]))
    const formerOf = await formerSlugs(
      db,
      'article',
      rows.map(({ state }) => state),
    )
    for (const { state, document, personIds: shownIds, updatedAt } of rows) {
      const personIds = shownIds ?? []
      const draft = ArticleDocument.parse(document)
      const shown = shownOf.get(state.id)
      const isOther = shown !== undefined && !isDeepStrictEqual(shown, document)
      yield {
        ...{ id: state.id, slug: state.slug },
        standing: { ...standingOf(state, draft), updatedAt, formerSlugs: formerOf(state.id) },
        draft: isOther ? draft : withPersonIds(draft, personIds),
        published: isOther ? withPersonIds(ArticleDocument.parse(shown), personIds) : undefined,
      }
    }
  }
}

function standingOf(state: typeof articles.$inferSelect, draft: ArticleDocument): Partial<Standing> {
  const { slug, publishedRevision, firstPublishedAt, scheduledAt, scheduledBy } = state
  const { retractedAt, trashedAt } = state
  const last = draft.qa.reduce((highest, { number }) => Math.max(highest, number), 0)
  return {
    slug,
    ...(publishedRevision !== null && { published: true }),
    ...{ firstPublishedAt, scheduledAt, scheduledBy, retractedAt, trashedAt },
    lastPairNumber: state.lastPairNumber > last ? state.lastPairNumber : null,
  }
}

/** Who the people of a published document are was settled when it was published. */
function withPersonIds(document: ArticleDocument, personIds: string[]): ArticleDocument {
  const named = document.people.map((person, index) => {
    const id = personIds[index] ?? person.id
    return id === undefined ? person : { ...person, id }
  })
  return { ...document, people: named }
}

async function formerSlugs(
  db: Db,
  kind: NamedKind,
  rows: { id: string; slug: string }[],
): Promise<(id: string) => string[]> {
  const ids = rows.map(({ id }) => id)
  const found = await db
    .select({ id: slugs.resourceId, slug: slugs.slug })
    .from(slugs)
    .where(and(eq(slugs.kind, kind), inArray(slugs.resourceId, ids)))
    .orderBy(asc(slugs.slug))
  const present = new Map(rows.map(({ id, slug }) => [id, slug]))
  const former = Map.groupBy(
    found.filter(({ id, slug }) => present.get(id) !== slug),
    ({ id }) => id,
  )
  return (id) => former.get(id)?.map(({ slug }) => slug) ?? []
}

/** Reads a table in the order of its ids, a part at a time: memory does not grow with the archive. */
async function* inBatches<T extends { id: string }>(
  id: Column,
  read: (after: ReturnType<typeof gt>) => PromiseLike<T[]>,
): AsyncGenerator<T[]> {
  let last = ''
  for (;;) {
    const rows = await read(gt(id, last))
    if (rows.length === 0) return
    yield rows
    last = rows.at(-1)?.id ?? ''
  }
}
