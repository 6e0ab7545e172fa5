import { createHash } from 'node:crypto'
import type { Db } from '../db/store.ts'
import { imports } from '../db/tables.ts'
import type { Deps } from '../deps.ts'
import { publish } from '../publishing/publish.ts'
import { createArticle, findArticleState } from '../revisions/queries.ts'
import { loadVocabulary } from '../topics/queries.ts'
import type { ImportResult, Parsed } from './contract.ts'
import { decode, type Decoded } from './decode.ts'
import { findSameBytes } from './queries.ts'

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

/**
 * Reads a text and makes an article of it: one transaction, or nothing. The same bytes again are
 * `unchanged`. `Problem` where the bytes are no text.
 */
export async function importText(deps: Deps, request: ImportRequest): Promise<ImportResult> {
  const { store, newId } = deps
  const decoded = decode(request.bytes, request.contentType)
  const checksum = createHash('sha256').update(request.bytes).digest('hex')
  const known = request.dryRun ? undefined : await findSameBytes(store.read, checksum)
  const parsed = known ?? (await read(deps, decoded.text, request))
  if (request.dryRun)
    return { id: newId('imp'), status: 'preview', articleId: null, slug: null, published: false, ...parsed }
  return store.write(async (tx) => {
    // Another may have brought the same bytes meanwhile.
    const same = await findSameBytes(tx, checksum)
    if (same?.articleId) return settle(tx, deps, request, same.articleId, same)
    const id = newId('imp')
    const articleId = await createArticle(tx, deps, parsed.article, {
      author: request.author,
      reason: `import ${id}`,
    })
    await keepSource(tx, deps, { id, articleId, checksum, request, decoded, parsed })
    return settle(tx, deps, request, articleId, { id, status: 'created', ...parsed })
  })
}

async function read({ store }: Deps, text: string, request: ImportRequest): Promise<Parsed> {
  // Loaded when the first text comes: a service that only serves starts sooner without it.
  const { parse } = await import('./parse.ts')
  return parse(text, { ...request, vocabulary: await loadVocabulary(store.read) })
}

async function keepSource(
  tx: Db,
  { now }: Deps,
  kept: {
    id: string
    articleId: string
    checksum: string
    request: ImportRequest
    decoded: Decoded
    parsed: Parsed
  },
): Promise<void> {
  const { article, receipt } = kept.parsed
  await tx.insert(imports).values({
    id: kept.id,
    articleId: kept.articleId,
    revision: 1,
    checksum: kept.checksum,
    source: Buffer.from(kept.request.bytes),
    mediaType: kept.decoded.mediaType,
    charset: kept.decoded.charset,
    result: { article, receipt },
    author: kept.request.author,
    createdAt: now().toISOString(),
  })
}

/** Publishes where that is asked for and not done, and says how the article stands. */
async function settle(
  tx: Db,
  deps: Deps,
  request: ImportRequest,
  articleId: string,
  result: Parsed & Pick<ImportResult, 'id' | 'status'>,
): Promise<ImportResult> {
  const state = await findArticleState(tx, articleId)
  if (!state) throw new Error(`Import ${result.id} made article ${articleId}, and it is gone.`)
  const published = state.publishedRevision !== null
  if (request.publish && !published) await publish(tx, deps, state)
  return { ...result, articleId, slug: state.slug, published: published || request.publish }
}
