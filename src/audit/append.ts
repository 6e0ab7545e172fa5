import { eq } from 'drizzle-orm'
import { audit } from '../db/log-tables.ts'
import type { Db } from '../db/store.ts'
import { articles } from '../db/tables.ts'
import type { World } from '../deps.ts'

export interface Deed {
  /** As revisions are signed: id and name. */
  actor: string
  /** "article.publish", "key.revoke". */
  action: string
  /** "article", "person", "key". */
  resource: string
  id: string
  fromRevision?: number | null
  toRevision?: number | null
  requestId?: string | undefined
}

/** Who does it: as revisions are signed, and with which request. */
export type By = Pick<Deed, 'actor' | 'requestId'>

/** Notes who did what, in the transaction that did it. */
export async function appendAudit(tx: Db, world: World, deed: Deed): Promise<void> {
  const { actor, action, resource, id, fromRevision = null, toRevision = null, requestId = null } = deed
  const at = world.now().toISOString()
  const [article] =
    resource === 'article'
      ? await tx.select({ version: articles.version }).from(articles).where(eq(articles.id, id))
      : []
  await tx.insert(audit).values({
    ...{ at, actor, action, resource, resourceId: id, fromRevision, toRevision, requestId },
    articleVersion: article?.version ?? null,
  })
}
