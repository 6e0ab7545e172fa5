import { randomUUID } from 'node:crypto'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import cors from '@fastify/cors'
import helmet from '@fastify/helmet'
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyRequest,
  type HTTPMethods,
} from 'fastify'
import { type FastifyZodOpenApiTypeProvider, validatorCompiler } from 'fastify-zod-openapi'
import type { Config } from '../config.ts'
import { SLUG_CHARS_MAX } from '../contract.ts'
import { Problem } from '../problem.ts'
import { endBrokenRequest } from './broken-request.ts'
import { answerProblems, sendProblem } from './errors.ts'
import { documentApi } from './openapi.ts'

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

/** The server without routes: problems, ids, logs, security headers, CORS, the documented contract. */
export async function newServer(config: Config): Promise<App> {
  const app = Fastify({
    logger: { level: config.logLevel, stream: process.stderr, serializers: { req: describeRequest } },
    requestTimeout: REQUEST_TIMEOUT_MS,
    trustProxy: believed(config.trustProxy),
    bodyLimit: DOCUMENT_BYTES_MAX,
    return503OnClosing: false,
    routerOptions: { maxParamLength: PATH_PART_CHARS_MAX },
    genReqId: ({ headers }) => {
      const given = headers['x-request-id']
      return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID()
    },
    // These come before any hook has run.
    frameworkErrors: (error, request, reply) => {
      reply.header('x-content-type-options', 'nosniff')
      app.errorHandler(error, request, reply)
    },
    clientErrorHandler: endBrokenRequest,
  }).withTypeProvider<FastifyZodOpenApiTypeProvider>()
  app.setValidatorCompiler(validatorCompiler)
  takeJsonOnly(app)
  // Replies are checked against the contract by tests, not again for each reader.
  app.setSerializerCompiler(() => JSON.stringify)
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id)
    done()
  })
  answerProblems(app)
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
    },
    // Other sites' pages are meant to read us.
    crossOriginResourcePolicy: { policy: 'cross-origin' },
  })
  await app.register(cors, {
    origin: config.corsOrigins,
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    exposedHeaders: ['ETag', 'Link', 'Location', 'X-Request-Id'],
  })
  await documentApi(app)
  return app
}

/** Fastify itself believes nobody by their number. */
function believed(
  proxies: Config['trustProxy'],
): boolean | string[] | ((address: string, hop: number) => boolean) {
  return typeof proxies === 'number' ? (_address, hop) => hop < proxies : proxies
}

/** What the log says of a request. The token of a preview link is a secret. */
function describeRequest({ method, url, host, ip }: FastifyRequest): Record<string, string> {
  return { method, url: url.replace(/(?<=[?&]preview=)[^&]*/g, '…'), host, remoteAddress: ip }
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
