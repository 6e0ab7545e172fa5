import type { Change } from '../changes/contract.ts'
import { linesOf } from './lines.ts'
import { pause } from './pause.ts'
import {
  type ClientOptions,
  ProblemError,
  type QueryValue,
  replyTo,
  UnexpectedReplyError,
} from './request.ts'

/** A stream shows that it is alive four times in so long; one that does not is taken for dead. */
const SILENCE_MAX_MS = 60_000
/** After what fails: the pause doubles from one to the other. */
const PAUSE_MIN_MS = 1_000
const PAUSE_MAX_MS = 30_000
const TOO_MANY_REQUESTS = 429

/** How far the log was given; goes on with every entry, and where a filter hid some. */
interface Place {
  seq: number
}

interface Ways {
  options: ClientOptions
  query: (since: number) => QueryValue[]
  /** Every entry after a place, to the present end of the log; gives that end. */
  read: (since: number) => AsyncGenerator<Change, number>
  pollIntervalMs: number
  signal: AbortSignal | undefined
}

/**
 * Gives entries as they are made, over server-sent events, or by asking again and again where something in between lets
 * no stream through. Goes on after the last one given when a connection breaks or the service is away for a while.
 */
export async function* watchChanges(ways: Ways, since: number): AsyncGenerator<Change, void> {
  const { signal, pollIntervalMs } = ways
  const place: Place = { seq: since }
  let isStreamed = true
  let pauseMs = PAUSE_MIN_MS
  while (!signal?.aborted) {
    try {
      for await (const change of isStreamed ? stream(ways, place) : poll(ways, place)) {
        pauseMs = PAUSE_MIN_MS
        yield change
      }
      await pause(isStreamed ? PAUSE_MIN_MS : pollIntervalMs, signal)
    } catch (error) {
      if (signal?.aborted) return
      if (error instanceof ProblemError && !isForNow(error)) throw error
      if (error instanceof UnexpectedReplyError && error.status < 500) isStreamed = false
      await pause(pauseMs, signal)
      pauseMs = Math.min(pauseMs * 2, PAUSE_MAX_MS)
    }
  }
}

function isForNow({ status }: ProblemError): boolean {
  return status >= 500 || status === TOO_MANY_REQUESTS
}

async function* poll({ read }: Ways, place: Place): AsyncGenerator<Change, void> {
  const entries = read(place.seq)
  for (let next = await entries.next(); ; next = await entries.next()) {
    if (next.done) {
      place.seq = next.value
      return
    }
    place.seq = next.value.seq
    yield next.value
  }
}

/** One stream, to its end. The lines of events: https://html.spec.whatwg.org/multipage/server-sent-events.html. */
async function* stream({ options, query, signal }: Ways, place: Place): AsyncGenerator<Change, void> {
  const silence = new AbortController()
  const timer = setInterval(() => {
    if (performance.now() > silentUntil) silence.abort(new Error('The stream is silent.'))
  }, SILENCE_MAX_MS / 4)
  let silentUntil = performance.now() + SILENCE_MAX_MS
  try {
    const reply = await replyTo(options, 'GET', '/v1/changes', {
      query: query(place.seq),
      accept: 'text/event-stream',
      signal: AbortSignal.any([silence.signal, ...(signal ? [signal] : [])]),
    })
    let [id, data] = ['', '']
    for await (const line of linesOf(reply)) {
      silentUntil = performance.now() + SILENCE_MAX_MS
      if (line.startsWith('id: ')) id = line.slice('id: '.length)
      if (line.startsWith('data: ')) data = line.slice('data: '.length)
      if (line !== '') continue
      // Where a connection breaks, what was not given whole is asked for again.
      if (id !== '') place.seq = Number(id)
      if (data === '') continue
      // The service checks what it sends; the client is small because it need not.
      // eslint-disable-next-line @typescript-eslint/consistent-type-assertions
      yield JSON.parse(data) as Change
      data = ''
    }
  } finally {
    clearInterval(timer)
  }
}
