import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import cors from '@fastify/cors'
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type HTTPMethods,
  LogController,
} from 'fastify'
import { type FastifyZodOpenApiTypeProvider, validatorCompiler } from 'fastify-zod-openapi'
import type { Config } from '../config.ts'
import { SLUG_CHARS_MAX } from '../contract.ts'
import { Problem } from '../problem.ts'
import { endBrokenRequest } from './broken-request.ts'
import { constantHeaders, EXPOSED_HEADERS } from './constant-headers.ts'
import { answerProblems, sendProblem } from './errors.ts'
import { freshHeaders } from './fresh-headers.ts'
import { answerInFront } from './front.ts'
import { requestLog, trustOf } from './log-request.ts'
import { documentApi } from './openapi.ts'
import { type Commits, type PlainReply, publicReplies } from './public-replies.ts'
import type { ReplyCache } from './reply-cache.ts'
import { finishShown } from './show.ts'

/** A character of a slug takes up to twelve in a path, percent-encoded. */
const PATH_PART_CHARS_MAX = SLUG_CHARS_MAX * 12
/** A request has this long to arrive whole. */
const REQUEST_TIMEOUT_MS = 120_000
/** The largest document in JSON: an article's text, and as much again for what JSON adds. */
const DOCUMENT_BYTES_MAX = 4 * 1024 * 1024
const REQUEST_ID = /^[\w.:-]{1,128}$/

/** An app whose routes are typed by their zod schemas. */
export type App = FastifyInstance<
  Server,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  FastifyZodOpenApiTypeProvider
>

/** What public replies are answered from without a route. */
export interface PublicSources {
  cache: ReplyCache
  commits: Commits
  /** A reply that is kept as it is sent, by its address; undefined: it needs its route. */
  prepare: (url: string) => Promise<PlainReply | undefined>
}

/** The server without routes: problems, ids, logs, what every reply has, public replies, the documented contract. */
export async function newServer(config: Config, { cache, commits, prepare }: PublicSources): Promise<App> {
  const isForAll = forAll(config)
  const replies = publicReplies({ cache, commits, isForAll, fresh: freshHeaders(config) })
  const constant = constantHeaders(config)
  const trust = trustOf(config.trustProxy)
  const app = Fastify({
    logger: { level: config.logLevel, stream: process.stderr },
    logController: new LogController({ disableRequestLogging: true }),
    requestTimeout: REQUEST_TIMEOUT_MS,
    trustProxy: trust,
    bodyLimit: DOCUMENT_BYTES_MAX,
    return503OnClosing: false,
    routerOptions: { maxParamLength: PATH_PART_CHARS_MAX },
    genReqId: requestIdOf,
    serverFactory: (route) => {
      const front = {
        ...{ replies, isForAll, requestIdOf },
        prepare: async (url: string) => {
          const plain = await prepare(url)
          return plain && { ...plain, headers: { ...constant, ...plain.headers } }
        },
        onSent: (request: IncomingMessage, response: ServerResponse, requestId: string) =>
          log({ request, requestId, status: response.statusCode, durationMs: 0 }),
      }
      return createServer({ requestTimeout: REQUEST_TIMEOUT_MS }, answerInFront(front, route))
    },
    // These come before any hook has run.
    frameworkErrors: (error, request, reply) => {
      reply.headers(constant)
      app.errorHandler(error, request, reply)
    },
    clientErrorHandler: endBrokenRequest,
  }).withTypeProvider<FastifyZodOpenApiTypeProvider>()
  const log = requestLog(app.log, trust)
  app.setValidatorCompiler(validatorCompiler)
  takeJsonOnly(app)
  // Replies are checked against the contract by tests, not again for each reader.
  app.setSerializerCompiler(() => JSON.stringify)
  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(constant).header('x-request-id', request.id)
    done()
  })
  app.addHook(
    'onResponse',
    ({ raw, id: requestId }, { statusCode: status, elapsedTime: durationMs }, done) => {
      log({ request: raw, requestId, status, durationMs })
      done()
    },
  )
  answerProblems(app)
  finishShown(app, replies)
  await app.register(cors, {
    origin: config.corsOrigins,
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    exposedHeaders: EXPOSED_HEADERS,
  })
  await documentApi(app)
  return app
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

const METHODS: HTTPMethods[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']

/** Answers 405 with `Allow` where an address exists but not for the method. Call before the routes. */
export function refuseOtherMethods(app: App): () => void {
  const methodsOf = new Map<string, Set<HTTPMethods>>()
  app.addHook('onRoute', ({ url, method }) => {
    const methods = methodsOf.get(url) ?? new Set()
    for (const each of [method].flat()) methods.add(each)
    methodsOf.set(url, methods)
  })
  return () => {
    for (const [url, methods] of [...methodsOf]) {
      const others = METHODS.filter((method) => !methods.has(method))
      const allow = [...methods].join(', ')
      app.route({
        method: others,
        url,
        schema: { hide: true },
        handler: (request, reply) =>
          sendProblem(
            request,
            reply,
            new Problem('method_not_allowed', `${request.method} is not for this address; ${allow} is.`, {
              headers: { allow },
            }),
          ),
      })
    }
  }
}
