import { isDeepStrictEqual } from 'node:util'
import { and, asc, eq, gt, inArray, isNotNull } from 'drizzle-orm'
import type { OnProgress } from '../db/backup.ts'
import { type Finding, NAMED_MAX, nameSome } from '../db/examine.ts'
import { articleReplies } from '../db/reply-tables.ts'
import type { Db, Store } from '../db/store.ts'
import {
  articlePeople,
  articleQaTopics,
  articleSpeakers,
  articleTopics,
  qaPeople,
  qaTopics,
} from '../db/list-tables.ts'
import { articles, publishedArticles, qaPairs, revisions, searchTexts } from '../db/tables.ts'
import { type SearchedText, withWordsApart } from '../db/text-search.ts'
import type { World } from '../deps.ts'
import { ArticleDocument } from '../revisions/contract.ts'
import { topicsAbove } from '../topics/tree.ts'
import { topicIdsOf } from './count-shown.ts'
import { withPresentNames } from './present-names.ts'
import { type Projection, projectionOf, searchTextsOf } from './project.ts'
import { type Published, renderArticle } from './render-article.ts'
import { articlesToReproject } from './reproject-due.ts'

const BATCH_ARTICLES = 20

/**
 * Whether readers see of every published article what publishing its revision gives, and search it by the same words; but for
 * articles that are still to be shown by new names. Reads only, as of one moment, whatever is published meanwhile; a batch of articles at a time.
 */
export async function examineProjection(
  store: Store,
  world: World,
  onProgress: OnProgress,
): Promise<Finding[]> {
  const { read, end } = await store.snapshot()
  try {
    const { wrong, count } = await findDiffering(read, world, onProgress)
    const fault = count > 0 ? `readers see something else of ${nameSome(wrong, count)}` : null
    return [{ check: 'readers see the revisions that were published', fault }]
  } finally {
    end()
  }
}

/** The slugs of the first articles that differ, and how many do. */
async function findDiffering(
  db: Db,
  world: World,
  onProgress: OnProgress,
): Promise<{ wrong: string[]; count: number }> {
  const all = await db.$count(publishedArticles)
  const awaiting = await articlesToReproject(db)
  const wrong: string[] = []
  let [count, done] = [0, 0]
  for (let after: string | undefined = ''; after !== undefined;) {
    const batch: Shown[] = await readBatch(db, after)
    for (const article of batch) {
      if (awaiting.has(article.state.id) || (await isShownAsPublished(db, world, article))) continue
      count += 1
      if (wrong.length < NAMED_MAX) wrong.push(article.state.slug)
    }
    done += batch.length
    onProgress({ done, all })
    after = batch.at(-1)?.state.id
  }
  return { wrong, count }
}

interface Shown {
  state: typeof articles.$inferSelect
  document: unknown
  projection: Projection
  searched: SearchedText[]
}

async function readBatch(db: Db, after: string): Promise<Shown[]> {
  const found = await db
    .select({
      state: articles,
      document: revisions.document,
      article: publishedArticles,
      reply: articleReplies,
    })
    .from(articles)
    .innerJoin(publishedArticles, eq(publishedArticles.articleId, articles.id))
    .innerJoin(articleReplies, eq(articleReplies.articleId, articles.id))
    .innerJoin(
      revisions,
      and(eq(revisions.articleId, articles.id), eq(revisions.number, articles.publishedRevision)),
    )
    .where(and(isNotNull(articles.publishedRevision), gt(articles.id, after)))
    .orderBy(asc(articles.id))
    .limit(BATCH_ARTICLES)
  const ids = found.map(({ state }) => state.id)
  const pairIds = db.select({ id: qaPairs.id }).from(qaPairs).where(inArray(qaPairs.articleId, ids))
  const byArticle = <T extends { articleId: string | null }>(rows: T[]) =>
    Map.groupBy(rows, (row) => row.articleId)
  const byPair = <T extends { qaId: string }>(rows: T[]) => Map.groupBy(rows, (row) => row.qaId)
  const people = byArticle(await db.select().from(articlePeople).where(inArray(articlePeople.articleId, ids)))
  const topics = byArticle(await db.select().from(articleTopics).where(inArray(articleTopics.articleId, ids)))
  const speakers = byArticle(
    await db.select().from(articleSpeakers).where(inArray(articleSpeakers.articleId, ids)),
  )
  const ofPairs = byArticle(
    await db.select().from(articleQaTopics).where(inArray(articleQaTopics.articleId, ids)),
  )
  const pairs = byArticle(await db.select().from(qaPairs).where(inArray(qaPairs.articleId, ids)))
  const pairPeople = byPair(await db.select().from(qaPeople).where(inArray(qaPeople.qaId, pairIds)))
  const pairTopics = byPair(await db.select().from(qaTopics).where(inArray(qaTopics.qaId, pairIds)))
  const { kind, id, articleId, head, body, context, tags } = searchTexts
  const searched = byArticle(
    await db
      .select({ kind, id, articleId, head, body, context, tags })
      .from(searchTexts)
      .where(inArray(articleId, ids)),
  )
  return found.map(({ state, document, article, reply }) => {
    const own = pairs.get(state.id) ?? []
    return {
      ...{ state, document },
      projection: {
        ...{ article, reply },
        people: people.get(state.id) ?? [],
        topics: topics.get(state.id) ?? [],
        speakers: speakers.get(state.id) ?? [],
        qaTopics: ofPairs.get(state.id) ?? [],
        pairs: own,
        pairPeople: own.flatMap((pair) => pairPeople.get(pair.id) ?? []),
        pairTopics: own.flatMap((pair) => pairTopics.get(pair.id) ?? []),
      },
      searched: (searched.get(state.id) ?? []).map((text) => ({
        ...{ kind: text.kind, id: text.id, head: text.head, body: text.body },
        ...{ context: text.context, tags: text.tags },
      })),
    }
  })
}

async function isShownAsPublished(db: Db, world: World, shown: Shown): Promise<boolean> {
  const { state, projection, searched } = shown
  const { updatedAt, publishedAt: shownAt, personIds } = projection.article
  const document = ArticleDocument.parse(shown.document)
  const publishedAt = document.publishedAt ?? state.firstPublishedAt ?? shownAt
  const { id, slug, publishedRevision } = state
  const published: Published = { id, slug, revision: publishedRevision ?? 0, publishedAt, updatedAt }
  const rendered = await renderOnly(db, world, published, document, personIds)
  if (!rendered) return false
  const present = await withPresentNames(db, document, rendered)
  const above = await topicsAbove(db, topicIdsOf(rendered))
  return (
    isSame(projectionOf(published, present, rendered, above), projection) &&
    isSameList(searchTextsOf(rendered).map(withWordsApart), searched)
  )
}

/** Rendering makes people and topics that are not there; a reader's connection refuses that: then something is missing. */
async function renderOnly(
  db: Db,
  world: World,
  published: Published,
  document: ArticleDocument,
  personIds: string[],
): Promise<Awaited<ReturnType<typeof renderArticle>> | undefined> {
  try {
    return await renderArticle(db, world, published, document, personIds)
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
    if (cause instanceof Error && 'code' in cause && cause.code === 'SQLITE_READONLY') return undefined
    throw error
  }
}

function isSame(expected: Projection, { article, reply, ...lists }: Projection): boolean {
  // An article that was published before there were pages has none; it is written when asked for.
  const markdown = reply.markdown === null ? null : expected.reply.markdown
  return (
    isSameList([readArticle(expected.article)], [readArticle(article)]) &&
    isSameList([readReply({ ...expected.reply, markdown })], [readReply(reply)]) &&
    isSameList(expected.people, lists.people) &&
    isSameList(expected.topics, lists.topics) &&
    isSameList(expected.speakers, lists.speakers) &&
    isSameList(expected.qaTopics, lists.qaTopics) &&
    isSameList(expected.pairs.map(readPair), lists.pairs.map(readPair)) &&
    isSameList(expected.pairPeople, lists.pairPeople) &&
    isSameList(expected.pairTopics, lists.pairTopics)
  )
}

// What is kept as JSON is the same in whatever order its members are.

function readArticle({ summary, ...columns }: Projection['article']): object {
  return { ...columns, summary: parseJson(summary) }
}

/** Without the validator, which says only whether the reply is another one. */
function readReply({ article, cacheTags, etag, ...columns }: Projection['reply']): object {
  const hasValidator = etag !== ''
  return { ...columns, hasValidator, cacheTags: cacheTags.split(',').sort(), article: parseJson(article) }
}

function readPair({ pair, ...columns }: Projection['pairs'][number]): object {
  return { ...columns, pair: parseJson(pair) }
}

function parseJson(json: string | Buffer): unknown {
  return JSON.parse(json.toString())
}

/** Whether two lists have the same rows, in whatever order; the second as the database gives it. */
function isSameList(expected: object[], kept: object[]): boolean {
  if (expected.length !== kept.length) return false
  const [wanted, found] = [inOrder(expected), inOrder(kept)]
  // Few rows have anything that is undefined, and so another row than the database gives back.
  return wanted.every(
    (row, index) => isDeepStrictEqual(row, found[index]) || isDeepStrictEqual(asJson(row), found[index]),
  )
}

function inOrder(rows: object[]): object[] {
  if (rows.length < 2) return rows
  const keyed = rows.map((row) => ({ key: keyOf(row), row }))
  return keyed.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ row }) => row)
}

/** What tells a row from others: its id, or else its plain columns. */
function keyOf(row: object): string {
  if ('id' in row && typeof row.id === 'string') return row.id
  const plain = Object.entries(row).filter(([, value]) => typeof value !== 'object')
  return JSON.stringify(plain.sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** As the database gives it back: without what is undefined. */
function asJson(row: object): unknown {
  return JSON.parse(JSON.stringify(row))
}
