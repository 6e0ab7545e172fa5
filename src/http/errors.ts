import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { RequestValidationError } from 'fastify-zod-openapi'
import { Problem, type ProblemCode, type ProblemError, problems } from '../problem.ts'
import type { ProblemDocument } from './contract.ts'

export const PROBLEM_TYPE = 'application/problem+json'

/** Makes every failure of every route, and every address or method without one, a problem document. */
export function answerProblems(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError, request, reply) =>
    sendProblem(request, reply, failureOf(request, error)),
  )
  app.setNotFoundHandler((request, reply) => sendProblem(request, reply, notFound(request)))
}

function notFound(request: FastifyRequest): Problem {
  const methods = request.server.methodsAt(request)
  if (methods.length === 0 || methods.includes(request.method))
    return new Problem('not_found', `There is no ${pathOf(request)} here. See /docs.`)
  const allow = methods.join(', ')
  return new Problem('method_not_allowed', `${request.method} is not for this address; ${allow} is.`, {
    headers: { allow },
  })
}

/** What is told of a failure; the cause of one of ours goes into the log. */
export function failureOf(request: FastifyRequest, error: FastifyError | Problem): Problem {
  const problem = toProblem(error)
  if (problems[problem.code].status >= 500) request.log.error(error)
  return problem
}

/** Ends a request with a problem. */
export function sendProblem(request: FastifyRequest, reply: FastifyReply, problem: Problem): FastifyReply {
  return reply
    .code(problems[problem.code].status)
    .headers({ 'cache-control': 'no-store', 'x-request-id': request.id, ...problem.headers })
    .type(PROBLEM_TYPE)
    .serializer(JSON.stringify)
    .send(toDocument(problem, pathOf(request), request.id))
}

/** The wire's problem. */
export function toDocument(problem: Problem, instance: string, requestId: string): ProblemDocument {
  const { status, title } = problems[problem.code]
  const { code, errors } = problem
  return {
    type: `/problems/${code}`,
    title,
    status,
    code,
    detail: problem.message,
    instance,
    requestId,
    errors,
  }
}

function pathOf(request: FastifyRequest): string {
  return request.url.split('?', 1)[0] ?? ''
}

// Fastify's own failures, by its error codes (https://fastify.dev/docs/latest/Reference/Errors/).
const FASTIFY_CODES: Record<string, [ProblemCode, string]> = {
  FST_ERR_CTP_BODY_TOO_LARGE: [
    'payload_too_large',
    'The body has more bytes than are taken here; for a text IMPORT_BYTES_MAX says how many.',
  ],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ['unsupported_media_type', 'This Content-Type is not taken here.'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['invalid_request', 'The body is not as long as Content-Length says.'],
  FST_ERR_CTP_INVALID_JSON_BODY: ['invalid_request', 'The body is not well-formed JSON.'],
  FST_ERR_CTP_EMPTY_JSON_BODY: ['invalid_request', 'The body is empty, but Content-Type says JSON.'],
  FST_ERR_MAX_PARAM_LENGTH: ['uri_too_long', 'A part of the path is longer than any id or slug.'],
  FST_ERR_BAD_URL: ['invalid_request', 'The path has a malformed percent-encoding.'],
}

/** What is said of any failure. */
export function toProblem(error: FastifyError | Problem): Problem {
  if (error instanceof Problem) return error
  if ('validation' in error && error.validation) return invalid(error.validation, error.validationContext)
  const known = FASTIFY_CODES[error.code]
  if (known) return new Problem(known[0], known[1], { cause: error })
  if (error.statusCode !== undefined && error.statusCode < 500)
    return new Problem('invalid_request', 'The request cannot be read.', { cause: error })
  return new Problem('internal', 'The request could not be answered. Quote the requestId.', { cause: error })
}

function invalid(validation: unknown[], context: string | undefined): Problem {
  const errors = validation.flatMap((fault) =>
    fault instanceof RequestValidationError ? errorsOf(fault.params.issue, context) : [],
  )
  const detail = errors.map((fault) => `${placeOf(fault)}: ${fault.detail}`).join(' ')
  return new Problem('invalid_request', detail, { errors })
}

function placeOf({ parameter, header, pointer }: ProblemError): string {
  return parameter ?? header ?? (pointer === '' ? 'body' : pointer) ?? 'request'
}

type Issue = RequestValidationError['params']['issue']

function errorsOf(issue: Issue, context: string | undefined): ProblemError[] {
  const keys = issue.code === 'unrecognized_keys' ? issue.keys : undefined
  const unknown = context === 'body' ? 'is no member here.' : 'is no parameter here.'
  const paths = keys === undefined ? [issue.path] : keys.map((key) => [...issue.path, key])
  return paths.map((path) => ({
    ...nameOf(path, context),
    code: keys === undefined ? issue.code : 'unknown',
    detail: keys === undefined ? `${issue.message}.` : unknown,
  }))
}

function nameOf(path: PropertyKey[], context: string | undefined): Partial<ProblemError> {
  if (context === 'body') return { pointer: pointerTo(path) }
  const name = String(path[0] ?? '')
  return context === 'headers' ? { header: name } : { parameter: name }
}

/** https://www.rfc-editor.org/rfc/rfc6901#section-3 */
function pointerTo(path: PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}
