import type { Change, ChangePage, ChangeType, LoadLine } from '../changes/contract.ts'
import { linesOf } from './lines.ts'
import { toQuery } from './query.ts'
import { type ClientOptions, replyTo, request } from './request.ts'
import { watchChanges } from './watch.ts'

const POLL_INTERVAL_MS = 2_000

export interface ChangeFilter {
  /** Entries after this one; default 0, the beginning. */
  since?: number | undefined
  types?: readonly ChangeType[] | undefined
  /** `'a,b'` for any of them, `['a', 'b']` for all. */
  topic?: string | readonly string[] | undefined
}

/** The log of everything that readers may have noticed. */
export interface Changes {
  /** One reply. `lastSeq` is `since` of the next one. */
  list(options?: ChangeFilter & { limit?: number | undefined }): Promise<ChangePage>
  /** Every entry from here to the present end of the log. */
  all(options?: ChangeFilter): AsyncGenerator<Change, void>
  /**
   * The same, and then what is new as it comes, until the signal does: streamed, or asked for again and again where
   * nothing is streamed through. Goes on by itself after a failure; throws `ProblemError` where it is refused for good.
   */
  watch(
    options?: ChangeFilter & { signal?: AbortSignal | undefined; pollIntervalMs?: number | undefined },
  ): AsyncGenerator<Change, void>
  /**
   * Everything that readers see at one moment: topics, people, whole articles, and as the last line the seq to go on
   * from. Throws where the load breaks off before it.
   */
  load(): AsyncGenerator<LoadLine, void>
}

/** The calls for the log. */
export function changeCalls(options: ClientOptions): Changes {
  const list: Changes['list'] = (query = {}) =>
    request(options, 'GET', '/v1/changes', { query: toQuery(query) })

  async function* all({ since, ...filter }: ChangeFilter = {}): AsyncGenerator<Change, number> {
    for (let from = since; ;) {
      const { data, lastSeq, hasMore } = await list({ ...filter, since: from })
      yield* data
      if (!hasMore) return lastSeq
      from = lastSeq
    }
  }

  return {
    list,
    async *all(filter) {
      yield* all(filter)
    },
    watch: ({ since = 0, signal, pollIntervalMs = POLL_INTERVAL_MS, ...filter } = {}) =>
      watchChanges(
        {
          ...{ options, signal, pollIntervalMs },
          query: (from) => toQuery({ ...filter, since: from }),
          read: (from) => all({ ...filter, since: from }),
        },
        since,
      ),
    load: () => load(options),
  }
}

async function* load(options: ClientOptions): AsyncGenerator<LoadLine, void> {
  const reply = await replyTo(options, 'GET', '/v1/changes', { accept: 'application/x-ndjson' })
  let isWhole = false
  for await (const text of linesOf(reply)) {
    // The service checks what it sends; the client is small because it need not.
    // eslint-disable-next-line @typescript-eslint/consistent-type-assertions
    const line = JSON.parse(text) as LoadLine
    isWhole = line.resource === 'cursor'
    yield line
  }
  if (!isWhole) throw new Error('The load broke off before its cursor. Load again.')
}
