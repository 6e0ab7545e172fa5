import { inArray, lt } from 'drizzle-orm'
import { previewLinks } from '../db/access-tables.ts'
import type { Deps } from '../deps.ts'

/** So long after its end a link is still listed. */
export const PREVIEW_LINK_KEPT_MS = 30 * 24 * 60 * 60 * 1000
/** So many are removed in one transaction: others write in between. */
const BATCH = 500

/** Forgets preview links that have been over for long; their tokens lead nowhere, as before. Ends early when the signal comes. */
export async function prunePreviewLinks({ store, now }: Deps, signal?: AbortSignal): Promise<void> {
  const before = new Date(now().getTime() - PREVIEW_LINK_KEPT_MS).toISOString()
  const { id, expiresAt } = previewLinks
  while (!signal?.aborted) {
    const over = await store.read.select({ id }).from(previewLinks).where(lt(expiresAt, before)).limit(BATCH)
    if (over.length === 0) return
    const ids = over.map((row) => row.id)
    await store.write(async (tx) => {
      await tx.delete(previewLinks).where(inArray(id, ids))
    })
  }
}
