import { asc, gt, sql } from 'drizzle-orm'
import { isRenaming } from '../db/is-renaming.ts'
import { keepQuery } from '../db/keep-query.ts'
import { changes } from '../db/log-tables.ts'
import type { Store } from '../db/store.ts'
import type { Commits } from '../http/public-replies.ts'
import type { ReplyCache } from '../http/reply-cache.ts'
import { lastSeqOf } from './queries.ts'

/** Where more has changed than this since the last look, everything is let go of. */
const ENTRIES_MAX = 1_000

const entriesAfter = keepQuery((db) =>
  db
    .select({ seq: changes.seq, at: changes.at, cacheTags: changes.cacheTags })
    .from(changes)
    .where(gt(changes.seq, sql.placeholder('seq')))
    .orderBy(asc(changes.seq))
    .limit(ENTRIES_MAX)
    .prepare(),
)

/** Follows what is committed from now on. */
export function followCommits(store: Store, replies: ReplyCache): Commits {
  let mark: number | undefined
  let seq: number | undefined
  let generation = 0
  let lastChangeMs = 0

  const lookAfter = async (from: number) => {
    // Names that a job is giving to many articles are in filters before the log tells of them: until then nothing is kept.
    if (await isRenaming(store.read)) {
      replies.forgetAll()
      generation += 1
    }
    const entries = await entriesAfter(store.read).execute({ seq: from })
    const last = entries.at(-1)
    if (!last) return
    if (entries.length === ENTRIES_MAX) replies.forgetAll()
    else for (const { cacheTags } of entries) replies.forget(cacheTags)
    seq = entries.length === ENTRIES_MAX ? await lastSeqOf(store.read) : Math.max(seq ?? 0, last.seq)
    lastChangeMs = Math.max(lastChangeMs, Date.parse(last.at))
    generation += 1
  }
  return {
    isCaughtUp: () => store.commitMark() === mark,
    async catchUp() {
      // Read first: what is committed meanwhile makes another mark, and is looked at the next time.
      const present = store.commitMark()
      if (present === mark) return
      if (seq === undefined) await lookAfter((seq = Math.max(0, (await lastSeqOf(store.read)) - 1)))
      else await lookAfter(seq)
      mark = present
    },
    generation: () => generation,
    lastChangeMs: () => lastChangeMs,
  }
}
