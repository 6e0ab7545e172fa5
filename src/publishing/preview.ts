import { and, desc, eq, isNull } from 'drizzle-orm'
import { jwtVerify, SignJWT } from 'jose'
import { z } from 'zod'
import { previewLinks, secrets } from '../db/access-tables.ts'
import type { Db } from '../db/store.ts'
import type { Deps, World } from '../deps.ts'
import { Problem } from '../problem.ts'
import { findArticleState, getRevision } from '../revisions/queries.ts'
import { provisionalNames } from './provisional-names.ts'
import { renderArticle, type Rendered } from './render-article.ts'

const SECRET_NAME = 'preview'
const ALGORITHM = 'HS256'
const Claims = z.object({ jti: z.string(), sub: z.string() })

export type PreviewLinkRow = typeof previewLinks.$inferSelect

/** Hands out a link to the draft of an article; the token (a JWT, RFC 7519) is kept nowhere. */
export async function createPreviewLink(
  tx: Db,
  world: World,
  { articleId, author, expiresInSeconds }: { articleId: string; author: string; expiresInSeconds: number },
): Promise<PreviewLinkRow & { token: string }> {
  const now = world.now()
  const expiresAt = new Date(now.getTime() + expiresInSeconds * 1000)
  const row: PreviewLinkRow = {
    id: world.newId('plk'),
    articleId,
    author,
    createdAt: now.toISOString(),
    expiresAt: expiresAt.toISOString(),
    revokedAt: null,
  }
  await tx.insert(previewLinks).values(row)
  const token = await new SignJWT()
    .setProtectedHeader({ alg: ALGORITHM })
    .setJti(row.id)
    .setSubject(articleId)
    .setExpirationTime(expiresAt)
    .sign(await makeSecret(tx, world))
  return { ...row, token }
}

/** The links to an article's drafts that are in force or were lately, the newest first. */
export async function listPreviewLinks(db: Db, articleId: string): Promise<PreviewLinkRow[]> {
  return db
    .select()
    .from(previewLinks)
    .where(eq(previewLinks.articleId, articleId))
    .orderBy(desc(previewLinks.createdAt), desc(previewLinks.id))
}

/** Ends a link at once; false where the article has no such link in force. */
export async function revokePreviewLink(
  tx: Db,
  world: World,
  { id, articleId }: { id: string; articleId: string },
): Promise<boolean> {
  const isInForce = and(
    eq(previewLinks.id, id),
    eq(previewLinks.articleId, articleId),
    isNull(previewLinks.revokedAt),
  )
  const revoked = await tx
    .update(previewLinks)
    .set({ revokedAt: world.now().toISOString() })
    .where(isInForce)
    .returning()
  return revoked.length > 0
}

/**
 * The draft that a token shows, rendered as publishing would render it; nothing is written. `Problem('not_found')` where
 * the token is not ours, is over, was revoked, or is of another article.
 */
export async function renderPreview(deps: Deps, token: string, articleId: string): Promise<Rendered> {
  if (!(await isValid(deps, token, articleId))) throw refusal()
  const { read } = deps.store
  const state = await findArticleState(read, articleId)
  if (!state || state.trashedAt !== null) throw refusal()
  const { id, slug, draftRevision: revision, firstPublishedAt } = state
  const document = await getRevision(read, id, revision)
  const updatedAt = deps.now().toISOString()
  const publishedAt = document.publishedAt ?? firstPublishedAt ?? updatedAt
  const published = { id, slug, revision, publishedAt, updatedAt }
  return renderArticle(read, deps, published, document, [], provisionalNames())
}

function refusal(): Problem {
  return new Problem('not_found', 'This preview link is not valid, or is over. Ask for another.')
}

async function isValid({ store, now }: Deps, token: string, articleId: string): Promise<boolean> {
  const key = await findSecret(store.read)
  if (!key) return false
  const verified = await jwtVerify(token, key, { algorithms: [ALGORITHM], currentDate: now() }).catch(
    () => undefined,
  )
  const claims = Claims.safeParse(verified?.payload)
  if (!claims.success || claims.data.sub !== articleId) return false
  const [link] = await store.read
    .select({ id: previewLinks.id })
    .from(previewLinks)
    .where(and(eq(previewLinks.id, claims.data.jti), isNull(previewLinks.revokedAt)))
  return link !== undefined
}

async function findSecret(db: Db): Promise<Uint8Array | undefined> {
  const [row] = await db.select().from(secrets).where(eq(secrets.name, SECRET_NAME))
  return row && Buffer.from(row.value, 'base64url')
}

async function makeSecret(tx: Db, world: World): Promise<Uint8Array> {
  const value = world.newSecret()
  await tx.insert(secrets).values({ name: SECRET_NAME, value }).onConflictDoNothing()
  return (await findSecret(tx)) ?? Buffer.from(value, 'base64url')
}
