import { isDeepStrictEqual } from 'node:util'
import { and, asc, eq, gt, or } from 'drizzle-orm'
import { z } from 'zod'
import { appendAudit } from '../audit/append.ts'
import type { Db } from '../db/store.ts'
import { revisions } from '../db/tables.ts'
import type { World } from '../deps.ts'
import { align } from '../imports/align.ts'
import { Problem } from '../problem.ts'
import { publish } from '../publishing/publish.ts'
import { ArticleDocument, type Signature } from '../revisions/contract.ts'
import { createIdentified } from '../revisions/create-identified.ts'
import {
  type ArticleState,
  changeState,
  findArticleState,
  getRevision,
  updateArticle,
} from '../revisions/queries.ts'
import type { ExportedPair, ReadArticle } from './read-article.ts'

const BATCH = 200

/** Which article has or had a pair: ids of pairs are unique in the whole archive. */
export type PairOwners = Map<string, string>

/** Reads it once for an import: it is looked up for each pair. */
export async function readPairOwners(db: Db): Promise<PairOwners> {
  const Ids = z.object({ qa: z.array(z.object({ id: z.string() })) })
  const owners: PairOwners = new Map()
  let last = { articleId: '', number: 0 }
  for (;;) {
    const { articleId, number, document } = revisions
    const rows = await db
      .select({ articleId, number, document })
      .from(revisions)
      .where(or(gt(articleId, last.articleId), and(eq(articleId, last.articleId), gt(number, last.number))))
      .orderBy(asc(articleId), asc(number))
      .limit(BATCH)
    for (const row of rows) for (const { id } of Ids.parse(row.document).qa) owners.set(id, row.articleId)
    const end = rows.at(-1)
    if (!end) return owners
    last = end
  }
}

export interface ImportedFile {
  status: 'created' | 'updated' | 'unchanged'
  articleId: string
  slug: string
}

/**
 * Makes an article of its file, under its own id and with the ids of its pairs, or a new revision of the one that has the
 * id. Readers see it as the export says, in the text of `published` where they see another than the working copy.
 * Nothing is taken from readers, or out of the trash.
 */
export async function importArticle(
  tx: Db,
  world: World,
  {
    article,
    published,
    owners,
  }: { article: ReadArticle; published: ReadArticle | undefined; owners: PairOwners },
  signature: Signature,
): Promise<ImportedFile> {
  const id = article.id ?? world.newId('art')
  const known = await findArticleState(tx, id)
  const before = known && (await getRevision(tx, id, known.draftRevision))
  const place = {
    id,
    before,
    owners,
    lastPairNumber: known?.lastPairNumber ?? article.standing.lastPairNumber ?? 0,
  }
  const draft = documentOf(world, article, place)
  const shown = published && documentOf(world, published, place)
  if (known && before && known.trashedAt !== null) {
    if (article.standing.trashedAt === null || !isSameDocument(before, draft))
      throw new Problem('conflict', 'The article is in the trash. Restore it first.')
    return { status: 'unchanged', articleId: id, slug: known.slug }
  }
  const state =
    known ?? (await createIdentified(tx, world, { ...article.standing, id }, shown ?? draft, signature))
  const became = await bringUpToDate(
    tx,
    world,
    { state, before, isNew: !known, draft, shown, article },
    signature,
  )
  for (const { qa } of [draft, ...(shown ? [shown] : [])]) for (const pair of qa) owners.set(pair.id, id)
  const isSame = isDeepStrictEqual(became, known)
  if (!isSame)
    await appendAudit(tx, world, {
      ...{ actor: signature.author, action: 'article.import', resource: 'article', id },
      ...{ fromRevision: known?.draftRevision ?? null, toRevision: became.draftRevision },
    })
  return { status: known ? (isSame ? 'unchanged' : 'updated') : 'created', articleId: id, slug: became.slug }
}

interface Step {
  state: ArticleState
  before: ArticleDocument | undefined
  isNew: boolean
  draft: ArticleDocument
  shown: ArticleDocument | undefined
  article: ReadArticle
}

async function bringUpToDate(
  tx: Db,
  world: World,
  { state: start, before, isNew, draft, shown, article }: Step,
  signature: Signature,
): Promise<ArticleState> {
  const { published, updatedAt, scheduledAt, scheduledBy, retractedAt, trashedAt } = article.standing
  const mayBeSeen = retractedAt === null && trashedAt === null
  let state = start
  let current = isNew ? (shown ?? draft) : before
  const revise = async (document: ArticleDocument) => {
    if (current && isSameDocument(current, document)) return
    await updateArticle(tx, world, state, document, signature)
    state = (await findArticleState(tx, state.id)) ?? state
    current = document
  }
  const isShown = async (document: ArticleDocument) =>
    state.publishedRevision !== null &&
    isSameDocument(await getRevision(tx, state.id, state.publishedRevision), document)
  const seen = shown ?? draft
  if (published && mayBeSeen && state.retractedAt === null && !(await isShown(seen))) {
    await revise(seen)
    const settled = { personIds: settledIds(seen), ...(isNew && updatedAt !== null && { updatedAt }) }
    state = await publish(tx, world, state, settled)
  }
  await revise(draft)
  const scheduled = mayBeSeen ? { scheduledAt, scheduledBy } : {}
  if (isNew && (scheduledAt ?? retractedAt ?? trashedAt) !== null)
    state = await changeState(tx, world, state, { ...scheduled, retractedAt, trashedAt })
  return state
}

/** Who the people of a document are, where it says so of all of them: a name may have become another's meanwhile. */
function settledIds({ people }: ArticleDocument): string[] {
  const ids = people.flatMap(({ id }) => (id === undefined ? [] : [id]))
  return ids.length === people.length ? ids : []
}

/** An export says of published people who they are; that a document leaves to their names is no other document. */
function isSameDocument(kept: ArticleDocument, document: ArticleDocument): boolean {
  const people = document.people.map((person, index) => {
    const { name, role, title } = person
    return kept.people[index]?.id === undefined ? { name, role, title } : person
  })
  return isDeepStrictEqual(kept, { ...document, people })
}

interface Place {
  id: string
  before: ArticleDocument | undefined
  owners: PairOwners
  lastPairNumber: number
}

/** The document of a file. Its pairs are those that they say they are, unless another article has them. */
function documentOf(world: World, { content }: ReadArticle, place: Place): ArticleDocument {
  const { id: articleId, before, owners } = place
  const isOurs = (pair: ExportedPair): pair is ExportedPair & { id: string } =>
    pair.id !== null && (owners.get(pair.id) ?? articleId) === articleId
  const carried = content.qa.map((pair) => (isOurs(pair) ? pair.id : null))
  const aligned = before && align(before.qa, content.qa, carried).pairs
  const taken = new Set(aligned?.map(({ known }) => known?.number))
  let last = Math.max(place.lastPairNumber, ...content.qa.map(({ number }) => number ?? 0))
  const qa = content.qa.map((pair, index) => {
    const known = aligned?.[index]?.known
    if (known) return { ...pair, id: known.id, number: known.number }
    const mayKeep = before === undefined || isOurs(pair)
    const isFree = mayKeep && pair.number !== null && !taken.has(pair.number)
    const number = isFree ? (pair.number ?? 0) : (last += 1)
    taken.add(number)
    return { ...pair, id: isOurs(pair) ? pair.id : world.newId('qa'), number }
  })
  return ArticleDocument.parse({ ...content, qa })
}
