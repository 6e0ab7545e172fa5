import type { Change, ChangePage, ChangeType, LoadLine } from '../changes/contract.ts'
import { type ClientOptions, type QueryValue, replyTo, request } from './request.ts'

const POLL_INTERVAL_MS = 1_000

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
  /** The same, and then what is new, until the signal comes. Throws where a request fails: go on from the last seq. */
  follow(
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
    async *follow({ since, signal, pollIntervalMs = POLL_INTERVAL_MS, ...filter } = {}) {
      let from = since
      while (!signal?.aborted) {
        from = yield* all({ ...filter, since: from })
        await pause(pollIntervalMs, signal)
      }
    },
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

async function* linesOf({ body }: Response): AsyncGenerator<string, void> {
  if (!body) return
  const reader = body.pipeThrough(new TextDecoderStream()).getReader()
  try {
    let rest = ''
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      const lines = (rest + read.value).split('\n')
      rest = lines.pop() ?? ''
      yield* lines
    }
  } finally {
    await reader.cancel()
  }
}

/** Resolves after a time, or at once when the signal comes. */
async function pause(durationMs: number, signal: AbortSignal | undefined): Promise<void> {
  if (signal?.aborted) return
  await new Promise<void>((resolve) => {
    const done = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, durationMs)
    signal?.addEventListener('abort', done)
  })
}

function toQuery(query: Parameters<Changes['list']>[0] & object): QueryValue[] {
  const { since, types, topic = [], limit } = query
  const values: [string, string | number | undefined][] = [
    ['since', since],
    ['types', types?.join(',')],
    ['limit', limit],
  ]
  return [
    ...values.flatMap(([name, value]): QueryValue[] => (value === undefined ? [] : [[name, String(value)]])),
    ...[topic].flat().map((names): QueryValue => ['topic', names]),
  ]
}
