import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Deps } from '../deps.ts'
import { negotiate } from '../http/negotiate.ts'
import { operation } from '../http/openapi.ts'
import type { App } from '../http/server.ts'
import { mayStillRead, requireReader } from '../keys/authorize.ts'
import { badParameter, Problem } from '../problem.ts'
import { ChangeListQuery, ChangePage, LastEventId, LoadLine } from './contract.ts'
import { loadEverything } from './load-everything.ts'
import { longReplies } from './long-replies.ts'
import { presentChange } from './present.ts'
import { lastSeqOf, listChanges } from './queries.ts'
import { streamChanges } from './stream-changes.ts'
import { watchLog } from './watch-log.ts'

const JSON_TYPE = 'application/json'
const STREAM_TYPE = 'text/event-stream'
const LOAD_TYPE = 'application/x-ndjson'

/** Streams that are open at once. */
const STREAMS_MAX = 1_000
/** Then its reader comes back, and shows its key again. */
const STREAM_MS_MAX = 60 * 60 * 1000
/** Full loads at once: each keeps the database from clearing up behind its writes. */
const LOADS_MAX = 4
const LOAD_MS_MAX = 15 * 60 * 1000

const DESCRIPTION =
  `One log of everything that readers may have noticed: an entry says which resource changed; what it
says now is to be read where it is (404 or 410: it is gone). Begin with a full load (\`Accept: ${LOAD_TYPE}\`): every
topic, person and published article, each on a line, as they were at one moment, and a last line with the \`seq\` of that
moment; without that line the load broke off. Then follow the log from there, by asking with \`since\` (JSON), or as
server-sent events (\`Accept: ${STREAM_TYPE}\`). Whoever takes each entry by reading what it names ends with what a full
load gives. Counts are in no entry and no load: they follow from the articles. A full load takes no parameter.`.replaceAll(
    '\n',
    ' ',
  )

const list = operation({
  id: 'listChanges',
  tag: 'changes',
  summary: 'What changed since, and a full load to begin with',
  description: DESCRIPTION,
  query: ChangeListQuery,
  headers: { 'last-event-id': LastEventId },
  replies: {
    200: {
      description:
        'The entries: at once, or as they come; or everything there is, a `LoadLine` on each line.',
      shape: ChangePage,
      others: {
        [STREAM_TYPE]: z
          .string()
          .meta({ description: '`id` is the seq, `event` the type, `data` the `Change`.' }),
        [LOAD_TYPE]: LoadLine,
      },
    },
  },
  problems: ['cursor_mismatch'],
})

/** `/v1/changes` for readers. */
export function changeRoutes(app: App, deps: Deps): void {
  const { store, config } = deps
  const log = watchLog(store.read)
  const streams = longReplies({ name: 'streams', max: STREAMS_MAX, durationMsMax: STREAM_MS_MAX })
  const loads = longReplies({ name: 'full loads', max: LOADS_MAX, durationMsMax: LOAD_MS_MAX })
  // A stream has no end of its own; a load has, and may come to it.
  app.addHook('preClose', (done) => {
    streams.endAll()
    done()
  })

  const send = (
    request: FastifyRequest,
    reply: FastifyReply,
    type: string,
    begin: () => AsyncGenerator<string>,
  ) => sendText(request, reply, type, () => whileAllowed(begin(), () => mayStillRead(deps, request)))

  app.get('/v1/changes', { schema: list, onRequest: requireReader(deps) }, async (request, reply) => {
    const { since, limit, ...filter } = request.query
    const type = negotiate(request, reply, [JSON_TYPE, STREAM_TYPE, LOAD_TYPE])
    if (type === LOAD_TYPE) {
      refuseParameters(request, type, () => true)
      return send(request, reply, type, () => loadEverything(store, config.siteUrl, loads.begin(reply)))
    }
    const end = await lastSeqOf(store.read)
    if (type === STREAM_TYPE) {
      refuseParameters(request, type, (name) => name === 'limit')
      const after = readLastEventId(request, end) ?? checkSince(since, end) ?? end
      reply.header('x-accel-buffering', 'no')
      return send(request, reply, type, () =>
        streamChanges(store.read, log, { after, filter, signal: streams.begin(reply) }),
      )
    }
    reply.header('cache-control', 'no-cache')
    const after = checkSince(since, end) ?? 0
    const { rows, lastSeq, hasMore } = await listChanges(store.read, filter, { after, limit })
    return { data: rows.map(presentChange), lastSeq, hasMore } satisfies ChangePage
  })
}

/** Sends a text while it comes to be, no faster than it is read. */
function sendText(
  { method }: FastifyRequest,
  reply: FastifyReply,
  type: string,
  begin: () => AsyncGenerator<string>,
): FastifyReply {
  reply.type(`${type}; charset=utf-8`).header('cache-control', 'no-store, no-transform')
  if (method === 'HEAD') return reply.send('')
  // Else a server that stops would wait for what might come on this connection.
  reply.header('connection', 'close')
  return reply.send(Readable.from(begin()))
}

/** Goes on with a text for as long as its reader may read it: a key that was revoked gets no more of it. */
async function* whileAllowed(
  parts: AsyncGenerator<string>,
  isAllowed: () => Promise<boolean>,
): AsyncGenerator<string, void> {
  for await (const part of parts) {
    if (!(await isAllowed())) return
    yield part
  }
}

function refuseParameters(request: FastifyRequest, type: string, isRefused: (name: string) => boolean): void {
  const names = [...new URL(request.url, 'http://list').searchParams.keys()]
  const refused = names.find(isRefused)
  if (refused !== undefined) throw badParameter(refused, `does not go with Accept: ${type}.`)
}

function checkSince(since: number | undefined, end: number): number | undefined {
  if (since !== undefined && since > end) throw beyond({ parameter: 'since' }, end)
  return since
}

function readLastEventId({ headers }: FastifyRequest, end: number): number | undefined {
  const given = headers['last-event-id']
  if (given === undefined) return undefined
  if (Number(given) > end) throw beyond({ header: 'Last-Event-ID' }, end)
  return Number(given)
}

function beyond(place: { parameter: string } | { header: string }, end: number): Problem {
  const detail = `It comes from another log: this one ends at ${end}. Load everything again.`
  return new Problem('cursor_mismatch', detail, { errors: [{ ...place, code: 'cursor_mismatch', detail }] })
}
