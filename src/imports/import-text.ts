import { createHash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { appendAudit } from '../audit/append.ts'
import type { Db } from '../db/store.ts'
import { imports } from '../db/tables.ts'
import type { Deps, World } from '../deps.ts'
import { publish } from '../publishing/publish.ts'
import { checkTransition } from '../publishing/transition.ts'
import type { ArticleDocument, Signature } from '../revisions/contract.ts'
import { createArticle, findArticleState, identifyPairs, updateArticle } from '../revisions/queries.ts'
import { loadVocabulary } from '../topics/queries.ts'
import type { ChangedPair, Changes, ImportResult, Parsed } from './contract.ts'
import { decode, type Decoded } from './decode.ts'
import {
  findKnownArticle,
  findSameBytes,
  type KeptImport,
  type KnownArticle,
  type StoredResult,
} from './queries.ts'

export interface ImportRequest {
  bytes: Uint8Array
  /** As HTTP has it; the charset may be in it. */
  contentType: string | undefined
  fileName?: string | undefined
  url?: string | undefined
  language?: string | undefined
  /** Keep nothing. */
  dryRun: boolean
  /** Show readers the article at once. */
  publish: boolean
  author: string
}

/** A text that was read, with nothing kept of it yet. */
export interface ReadText {
  request: ImportRequest
  decoded: Decoded
  checksum: string
  parsed: Parsed
}

/**
 * Reads a text and makes an article of it, or a new revision of the article it is a text of: one transaction, or
 * nothing. The same bytes again are `unchanged`, and so are others that say what the article says; those are kept, to
 * be known the next time. `Problem` where the bytes are no text.
 */
export async function importText(deps: Deps, request: ImportRequest): Promise<ImportResult> {
  const text = await readText(deps, request)
  return request.dryRun
    ? previewImport(deps.store.read, deps, text)
    : deps.store.write((tx) => keepImport(tx, deps, text))
}

/** The first half of `importText`, which takes as long as the text is long, and needs no turn at writing. */
export async function readText(deps: Deps, request: ImportRequest): Promise<ReadText> {
  const decoded = decode(request.bytes, request.contentType)
  const checksum = createHash('sha256').update(request.bytes).digest('hex')
  const known = request.dryRun ? undefined : await findSameBytes(deps.store.read, checksum)
  return { request, decoded, checksum, parsed: known ?? (await read(deps, decoded, request)) }
}

/** The second half of `importText`: keeps what was read. */
export async function keepImport(tx: Db, deps: Deps, text: ReadText): Promise<ImportResult> {
  const { request, decoded, checksum, parsed } = text
  // Another may have brought the same bytes meanwhile.
  const same = await findSameBytes(tx, checksum)
  if (same) return settle(tx, deps, request, { ...same, status: 'unchanged', changes: null })
  const id = deps.newId('imp')
  const { article, receipt } = parsed
  const kept = await keepText(tx, deps, parsed, { author: request.author, reason: `import ${id}` })
  const result = { id, ...kept, article, receipt }
  await keepSource(tx, deps, { checksum, request, decoded, result })
  if (kept.status !== 'unchanged') await noteDeed(tx, deps, request, { ...kept, action: 'article.import' })
  return settle(tx, deps, request, result)
}

async function read({ store }: Deps, { text, mediaType }: Decoded, request: ImportRequest): Promise<Parsed> {
  // Loaded when the first text comes: a service that only serves starts sooner without it.
  const { parse } = await import('./parse.ts')
  return parse(text, { ...request, mediaType, vocabulary: await loadVocabulary(store.read) })
}

/** The second half of a dry run: what an import of a text would come to, without a trace. */
export async function previewImport(
  db: Db,
  world: World,
  { checksum, parsed }: ReadText,
): Promise<ImportResult> {
  const { article, receipt } = parsed
  const same = await findSameBytes(db, checksum)
  const known = same ? undefined : await findKnownArticle(db, parsed)
  const revised = known && revise(world, known, article)
  const changes = revised?.changes && withoutNewIds(revised.changes)
  return {
    id: world.newId('imp'),
    status: 'preview',
    articleId: same?.articleId ?? known?.state.id ?? null,
    slug: same?.slug ?? known?.state.slug ?? null,
    published: same?.published ?? (known ? known.state.publishedRevision !== null : false),
    changes: changes ?? null,
    article,
    receipt,
  }
}

function withoutNewIds(changes: Changes): Changes {
  return { ...changes, added: changes.added.map((pair) => ({ ...pair, id: null })) }
}

/** What was made of a text, as it is written before it is settled who sees it. */
type Kept = Pick<KeptImport, 'id' | 'articleId' | 'revision'> & StoredResult

/** Makes the article of a text, or the revision of one; neither where the article says the same already. */
async function keepText(
  tx: Db,
  deps: Deps,
  parsed: Parsed,
  signature: Signature,
): Promise<Pick<Kept, 'articleId' | 'revision' | 'status' | 'changes'>> {
  const known = await findKnownArticle(tx, parsed)
  if (!known) {
    const articleId = await createArticle(tx, deps, parsed.article, signature)
    return { articleId, revision: 1, status: 'created', changes: null }
  }
  const { id: articleId, draftRevision: revision } = known.state
  const { document, changes } = revise(deps, known, parsed.article)
  if (changes === null) return { articleId, revision, status: 'unchanged', changes }
  await updateArticle(tx, deps, known.state, document, signature)
  return { articleId, revision: revision + 1, status: 'updated', changes }
}

/**
 * The document that a new reading makes of an article. It is taken as it is, but that it forgets no source that it
 * does not name. `changes` is null where it says what was there.
 */
function revise(
  world: World,
  { state, document: before, alignment }: KnownArticle,
  article: Parsed['article'],
): { document: ArticleDocument; changes: Changes | null } {
  const { name, url, language } = article.source
  const source = {
    name: name ?? before.source.name,
    url: url ?? before.source.url,
    language: language ?? before.source.language,
  }
  const document = identifyPairs(
    world,
    { ...article, source },
    { known: alignment.pairs.map(({ known }) => known), lastPairNumber: state.lastPairNumber },
  )
  if (isDeepStrictEqual(document, before)) return { document, changes: null }
  const changed = (change: keyof Changes) =>
    document.qa.flatMap(({ id, number }, index): ChangedPair[] =>
      alignment.pairs[index]?.change === change ? [{ id, number, position: index + 1 }] : [],
    )
  const removed = alignment.removed.map(({ id, number }) => ({ id, number, position: null }))
  const [kept, edited, moved, added] = [
    changed('kept'),
    changed('edited'),
    changed('moved'),
    changed('added'),
  ]
  return { document, changes: { kept, edited, moved, added, removed } }
}

async function noteDeed(
  tx: Db,
  deps: Deps,
  { author: actor }: ImportRequest,
  { articleId: id, revision, action }: { articleId: string; revision: number; action: string },
): Promise<void> {
  await appendAudit(tx, deps, { actor, action, resource: 'article', id, toRevision: revision })
}

async function keepSource(
  tx: Db,
  { now }: Deps,
  kept: { checksum: string; request: ImportRequest; decoded: Decoded; result: Kept },
): Promise<void> {
  const { id, articleId, revision, status, changes, article, receipt } = kept.result
  await tx.insert(imports).values({
    id,
    articleId,
    revision,
    checksum: kept.checksum,
    source: Buffer.from(kept.request.bytes),
    mediaType: kept.decoded.mediaType,
    charset: kept.decoded.charset,
    result: { status, changes, article, receipt } satisfies StoredResult,
    author: kept.request.author,
    createdAt: now().toISOString(),
  })
}

/**
 * Publishes where that is asked for and not done, and says how the article stands. An older text of an article that
 * readers see shows them no draft that came after it.
 */
async function settle(tx: Db, deps: Deps, request: ImportRequest, kept: Kept): Promise<ImportResult> {
  const { id, articleId, revision, status, changes, article, receipt } = kept
  const state = await findArticleState(tx, articleId)
  if (!state) throw new Error(`Import ${id} made article ${articleId}, and it is gone.`)
  checkTransition(state, request.publish ? 'publish' : 'edit')
  const { slug, publishedRevision, draftRevision } = state
  const isNew = revision === draftRevision && revision !== publishedRevision
  if (request.publish && (publishedRevision === null || isNew)) {
    await publish(tx, deps, state)
    await noteDeed(tx, deps, request, { articleId, revision: draftRevision, action: 'article.publish' })
  }
  const published = publishedRevision !== null || request.publish
  return { id, status, articleId, slug, published, changes, article, receipt }
}
