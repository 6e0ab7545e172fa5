import { asc, desc, eq } from 'drizzle-orm'
import { z } from 'zod'
import { idsOf } from '../db/names.ts'
import type { Db } from '../db/store.ts'
import { articles, imports } from '../db/tables.ts'
import type { ArticleDocument } from '../revisions/contract.ts'
import { findByMatchKeys, interviewOthers, type MatchCandidate } from '../revisions/match-keys.ts'
import { type ArticleState, findArticleState, getRevision } from '../revisions/queries.ts'
import { align, type Alignment, compareTexts } from './align.ts'
import {
  Changes,
  IMPORT_STATUSES,
  ImportedArticle,
  type ImportResult,
  type Parsed,
  Receipt,
} from './contract.ts'

/** Of the pairs of two texts, of the shorter, so many are the same in one article. */
const SHARED_PAIRS_MIN = 1 / 3
/** So much has a corrected text in common with what it was, where something else says that it is one. */
const SIMILARITY_MIN = 0.3
/** So much, beside its questions, where only title or host say so: texts of other people have up to a quarter. */
const SIMILARITY_OF_REST_MIN = 0.4

/** What `imports.result` keeps. Before articles could be updated, each import had created one. */
export const StoredResult = z.object({
  status: z.enum(IMPORT_STATUSES).default('created'),
  changes: Changes.nullable().default(null),
  article: ImportedArticle,
  receipt: Receipt,
})
export type StoredResult = z.infer<typeof StoredResult>

/** An import as it was kept, and the revision that has its text. */
export type KeptImport = ImportResult & { articleId: string; slug: string; revision: number }

const selected = {
  id: imports.id,
  articleId: imports.articleId,
  revision: imports.revision,
  slug: articles.slug,
  publishedRevision: articles.publishedRevision,
  result: imports.result,
}

/** An import by its id; undefined where there is none. */
export async function findImport(db: Db, id: string): Promise<ImportResult | undefined> {
  const [row] = await db
    .select(selected)
    .from(imports)
    .innerJoin(articles, eq(articles.id, imports.articleId))
    .where(eq(imports.id, id))
  return row && present(row)
}

/** The first import of these bytes; undefined where they are new. `checksum` is SHA-256 in hex. */
export async function findSameBytes(db: Db, checksum: string): Promise<KeptImport | undefined> {
  const [row] = await db
    .select(selected)
    .from(imports)
    .innerJoin(articles, eq(articles.id, imports.articleId))
    .where(eq(imports.checksum, checksum))
    .orderBy(asc(imports.createdAt), asc(imports.id))
    .limit(1)
  return row && { ...present(row), revision: row.revision }
}

/** What an article was last imported from: the bytes as they came. `undefined` where it was not imported. */
export async function findSource(
  db: Db,
  idOrSlug: string,
): Promise<Pick<typeof imports.$inferSelect, 'source' | 'checksum' | 'mediaType' | 'charset'> | undefined> {
  const [articleId] = await idsOf(db, 'article', [idOrSlug])
  if (articleId === undefined) return undefined
  const { source, checksum, mediaType, charset } = imports
  const [row] = await db
    .select({ source, checksum, mediaType, charset })
    .from(imports)
    .where(eq(imports.articleId, articleId))
    .orderBy(desc(imports.revision), desc(imports.createdAt), desc(imports.id))
    .limit(1)
  return row
}

/** An article that a text was found to be of, as it stands, and whose of its pairs the text has. */
export interface KnownArticle {
  state: ArticleState
  document: ArticleDocument
  alignment: Alignment<ArticleDocument['qa'][number]>
}

/**
 * The article that a text is of: by the id the text carries, else by address, else by title and people, else by title.
 * What was not found by an id must have enough in common with the text: a folder may be imported under one address,
 * and a serial puts the same questions under the same title to one person after the other.
 */
export async function findKnownArticle(db: Db, parsed: Parsed): Promise<KnownArticle | undefined> {
  const { article, identity } = parsed
  const named = await findArticleState(db, identity?.articleId ?? '')
  if (named) return alignWith(db, named, parsed)
  for (const { articleId, kind } of await findByMatchKeys(db, article)) {
    const state = await findArticleState(db, articleId)
    if (!state) continue
    const known = await alignWith(db, state, parsed)
    if (isFoundIn(known, article, kind)) return known
  }
  return undefined
}

function isFoundIn(known: KnownArticle, article: ImportedArticle, kind: MatchCandidate['kind']): boolean {
  const { document } = known
  const isOfOthers = interviewOthers(document, article)
  const isSame = () => compareTexts(wholeText(document), wholeText(article)) >= SIMILARITY_MIN
  if (kind === 'url') return (!isOfOthers && hasPairsInCommon(known, article)) || isSame()
  if (isOfOthers) return false
  if (kind === 'interviewee') return hasPairsInCommon(known, article) || isSame()
  return compareTexts(withoutQuestions(document), withoutQuestions(article)) >= SIMILARITY_OF_REST_MIN
}

function hasPairsInCommon({ document, alignment }: KnownArticle, { qa }: ImportedArticle): boolean {
  const shared = alignment.pairs.filter(({ change }) => change !== 'added').length
  return shared > 0 && shared >= Math.min(document.qa.length, qa.length) * SHARED_PAIRS_MIN
}

async function alignWith(db: Db, state: ArticleState, { article, identity }: Parsed): Promise<KnownArticle> {
  const document = await getRevision(db, state.id, state.draftRevision)
  return { state, document, alignment: align(document.qa, article.qa, identity?.pairIds) }
}

type Texts = Pick<ArticleDocument, 'dek' | 'intro' | 'note'> & Pick<ImportedArticle, 'qa'>

function wholeText(texts: Texts): string {
  return [...texts.qa.map(({ question }) => question), withoutQuestions(texts)].join('\n')
}

function withoutQuestions({ dek, intro, note, qa }: Texts): string {
  return [dek, intro, note, ...qa.map(({ answer }) => answer)].filter((text) => text !== null).join('\n')
}

interface Row {
  id: string
  articleId: string
  slug: string
  publishedRevision: number | null
  result: unknown
}

function present(row: Row): ImportResult & Pick<Row, 'articleId' | 'slug'> {
  const { id, articleId, slug, publishedRevision } = row
  const { status, changes, article, receipt } = StoredResult.parse(row.result)
  return { id, status, articleId, slug, published: publishedRevision !== null, changes, article, receipt }
}
