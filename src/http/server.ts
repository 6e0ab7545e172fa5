import { randomUUID } from 'node:crypto'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import cors from '@fastify/cors'
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyRequest,
  LogController,
} from 'fastify'
import { type FastifyZodOpenApiTypeProvider, validatorCompiler } from 'fastify-zod-openapi'
import type { Config } from '../config.ts'
import type { Store } from '../db/store.ts'
import { endBrokenRequest } from './broken-request.ts'
import { constantHeaders, EXPOSED_HEADERS } from './constant-headers.ts'
import { answerProblems } from './errors.ts'
import { type EventLoop, watchEventLoop } from './event-loop.ts'
import { freshHeaders } from './fresh-headers.ts'
import { answerInFront } from './front.ts'
import { guard } from './guards.ts'
import { knowAddresses } from './known-addresses.ts'
import { type Answered, requestLog, trustOf } from './log-request.ts'
import type { Metrics } from './metrics.ts'
import { createServer } from './node-http.ts'
import { type Commits, type PlainReply, publicReplies } from './public-replies.ts'
import { rateLimits } from './rate-limits.ts'
import type { ReplyCache } from './reply-cache.ts'
import { PATH_PART_CHARS_MAX } from './router.ts'
import { type ServerTiming, serverTiming } from './server-timing.ts'
import { finishShown } from './show.ts'

/** The largest document in JSON: an article's text, and as much again for what JSON adds. */
const DOCUMENT_BYTES_MAX = 4 * 1024 * 1024
/** What a slow client may take; looked at every `connectionsCheckingInterval`. All in milliseconds. */
const TIMEOUTS = {
  /** For the headers. */
  headersTimeout: 20_000,
  /** For the whole request. */
  requestTimeout: 120_000,
  /** From one request to the next; longer than the proxies in front wait, so that it is they who hang up. */
  keepAliveTimeout: 72_000,
  connectionsCheckingInterval: 5_000,
}
type Timeouts = typeof TIMEOUTS
const REQUEST_ID = /^[\w.:-]{1,128}$/

/** An app whose routes are typed by their zod schemas. */
export type App = FastifyInstance<
  Server,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  FastifyZodOpenApiTypeProvider
>

/** What the server is made of. */
export interface Workings {
  cache: ReplyCache
  commits: Commits
  /** A reply that is kept as it is sent, by its address; undefined: it needs its route. */
  prepare: (url: string, accept: string | undefined) => Promise<PlainReply | undefined>
  /** Whose key or session a request has, where it is one that holds; undefined: nobody's. */
  callerIdOf: (request: FastifyRequest) => Promise<string | undefined>
  /** undefined: nothing is measured. */
  metrics?: Metrics | undefined
  eventLoop?: EventLoop
  timeouts?: Partial<Timeouts>
  /** Sees the app before it has routes. */
  beforeRoutes?: (app: FastifyInstance) => Promise<void>
}

interface ServerDeps {
  config: Config
  store: Store
  now: () => Date
}

/** The server without routes: problems, ids, logs, limits, what every reply has, public replies, the documented contract. */
export async function newServer({ config, store, now }: ServerDeps, workings: Workings): Promise<App> {
  const { metrics, callerIdOf, timeouts } = workings
  const constant = constantHeaders(config)
  const trust = trustOf(config.trustProxy)
  const limits = rateLimits(config, { now, trust })
  const timing = config.serverTiming ? serverTiming(store) : undefined
  const { eventLoopDelayMaxMs: delayMaxMs } = config
  const eventLoop = workings.eventLoop ?? watchEventLoop(delayMaxMs > 0)
  const isOverloaded = () => delayMaxMs > 0 && eventLoop.delayMs() > delayMaxMs
  const isForAll = forAll(config)
  const replies = publicReplies({
    ...workings,
    isForAll,
    fresh: freshHeaders(config),
    onUse: onUseOf(metrics, timing),
  })
  const app = Fastify({
    logger: { level: config.logLevel, stream: process.stderr },
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: trust,
    bodyLimit: DOCUMENT_BYTES_MAX,
    return503OnClosing: false,
    routerOptions: { maxParamLength: PATH_PART_CHARS_MAX },
    genReqId: requestIdOf,
    serverFactory: (route) => {
      const front = answerInFront(
        {
          ...{ replies, isForAll, requestIdOf, isOverloaded },
          prepare: async (url, accept) => {
            const plain = await workings.prepare(url, accept)
            return plain && { ...plain, headers: { ...constant, ...plain.headers } }
          },
          count: limits?.countReader,
          timingOf: timing?.headerOf,
          onSent: answered,
        },
        route,
      )
      return createServer({ ...TIMEOUTS, ...timeouts }, timing ? timing.around(front) : front)
    },
    // These come before any hook has run.
    frameworkErrors: (error, request, reply) => {
      reply.headers(constant)
      app.errorHandler(error, request, reply)
    },
    clientErrorHandler: endBrokenRequest,
  }).withTypeProvider<FastifyZodOpenApiTypeProvider>()
  const log = requestLog(app.log, config.logLevel, trust)
  function answered(reply: Answered): void {
    log?.(reply)
    metrics?.answered(reply)
  }
  app.addHook('onClose', () => eventLoop.stop())
  app.setValidatorCompiler(validatorCompiler)
  takeJsonOnly(app)
  // Replies are checked against the contract by tests, not again for each reader.
  app.setSerializerCompiler(() => JSON.stringify)
  startReplies(app, constant)
  tellAnswered(app, answered)
  knowAddresses(app)
  answerProblems(app)
  finishShown(app, replies)
  await app.register(cors, {
    origin: config.corsOrigins,
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    exposedHeaders: EXPOSED_HEADERS,
  })
  // After CORS, so that a page may read that it was refused.
  guard(app, { limits, isOverloaded, callerIdOf })
  timing?.addTo(app)
  await workings.beforeRoutes?.(app)
  return app
}

function startReplies(app: App, headers: Record<string, string>): void {
  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(headers).header('x-request-id', request.id)
    done()
  })
}

function tellAnswered(app: App, answered: (reply: Answered) => void): void {
  app.addHook('onResponse', (request, { statusCode: status, elapsedTime: durationMs }, done) => {
    const { raw, id: requestId, routeOptions } = request
    answered({ request: raw, requestId, route: routeOptions.url ?? '', status, durationMs })
    done()
  })
}

function onUseOf(
  metrics: Metrics | undefined,
  timing: ServerTiming | undefined,
): ((request: IncomingMessage, result: 'hit' | 'miss') => void) | undefined {
  if (!metrics && !timing) return undefined
  return (request, result) => {
    metrics?.used(result)
    timing?.used(request, result)
  }
}

function requestIdOf({ headers }: IncomingMessage): string {
  const given = headers['x-request-id']
  return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID()
}

/** Which requests say nothing of who sent them, so that what answers one answers all who ask for the same. */
function forAll({ readAccess, corsOrigins }: Config): (request: IncomingMessage) => boolean {
  if (readAccess === 'key') return () => false
  return ({ headers }) =>
    headers.authorization === undefined &&
    headers.cookie === undefined &&
    (corsOrigins === '*' || headers.origin === undefined)
}

/** JSON, and a merge patch, which is JSON too (RFC 7396). */
function takeJsonOnly(app: App): void {
  app.removeContentTypeParser('text/plain')
  const parser = app.getDefaultJsonParser('error', 'error')
  app.addContentTypeParser('application/merge-patch+json', { parseAs: 'string' }, parser)
}
