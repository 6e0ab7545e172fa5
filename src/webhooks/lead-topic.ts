import { eq } from 'drizzle-orm'
import { webhooks } from '../db/log-tables.ts'
import type { Db } from '../db/store.ts'

/** Lets webhooks that asked for a topic ask for the one that it was merged into. */
export async function leadWebhooks(tx: Db, from: string, into: string): Promise<void> {
  const rows = await tx.select({ id: webhooks.id, topicIds: webhooks.topicIds }).from(webhooks)
  for (const { id, topicIds } of rows.filter((row) => row.topicIds.includes(from))) {
    const led = new Set(topicIds.map((topicId) => (topicId === from ? into : topicId)))
    await tx
      .update(webhooks)
      .set({ topicIds: [...led] })
      .where(eq(webhooks.id, id))
  }
}
