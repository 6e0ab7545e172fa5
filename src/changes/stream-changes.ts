import { setImmediate as otherWork } from 'node:timers/promises'
import type { Db } from '../db/store.ts'
import { presentChange, writeEvent } from './present.ts'
import { type ChangeFilter, listChanges } from './queries.ts'
import type { LogWatch } from './watch-log.ts'

/** Read at once, and so held for one reader at most. */
export const STREAM_BATCH_ENTRIES = 100
/** A stream is never silent for longer, so that nobody between takes it for dead. */
const HEARTBEAT_MS = 15_000
/** When a reader's connection breaks, it is to wait so long. */
const RECONNECT_MS = 2_000

export interface Stream {
  /** Entries after this one. */
  after: number
  filter: ChangeFilter
  /** Ends the stream. */
  signal: AbortSignal
  heartbeatMs?: number
}

/**
 * The log as server-sent events, for as long as the signal does not come. Entries are read when they are asked for, a
 * batch at a time: a reader who does not read costs a batch. Each heartbeat carries, as the id of no event, how far the
 * log was looked at, so that who comes back goes on there, even if filters hid everything.
 */
export async function* streamChanges(
  db: Db,
  log: LogWatch,
  { after, filter, signal, heartbeatMs = HEARTBEAT_MS }: Stream,
): AsyncGenerator<string, void> {
  let seq = after
  yield `retry: ${RECONNECT_MS}\n${heartbeat(seq)}`
  let silentUntil = performance.now() + heartbeatMs
  while (!signal.aborted) {
    const { rows, lastSeq, hasMore } = await listChanges(db, filter, {
      after: seq,
      limit: STREAM_BATCH_ENTRIES,
    })
    seq = lastSeq
    const timeoutMs = silentUntil - performance.now()
    if (rows.length > 0) yield rows.map((row) => writeEvent(presentChange(row))).join('')
    else if (timeoutMs <= 0) yield heartbeat(seq)
    if (rows.length > 0 || timeoutMs <= 0) silentUntil = performance.now() + heartbeatMs
    if (hasMore) await otherWork()
    else await log.growsBeyond(seq, { timeoutMs: silentUntil - performance.now(), signal })
  }
}

function heartbeat(seq: number): string {
  return `: still here\nid: ${seq}\n\n`
}
