import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { toProblem } from '../http/errors.ts'
import { type Problem, type ProblemCode, problems } from '../problem.ts'

/** A failure that Ghost has and we have not, or of which it says more. */
export class GhostError extends Error {
  override name = 'GhostError'
  readonly status: number
  readonly type: string
  readonly more: { context?: string; property?: string; code?: string; headers?: Record<string, string> }

  constructor(status: number, type: string, message: string, more: GhostError['more'] = {}) {
    super(message)
    this.status = status
    this.type = type
    this.more = more
  }
}

/** Ghost's types of error, and how its messages begin; of all else it is the first. */
const REFUSED = ['BadRequestError', 'Request not understood error'] as const
const TYPES: Partial<Record<ProblemCode, readonly [string, string]>> = {
  unauthenticated: ['UnauthorizedError', 'Authorisation error'],
  forbidden: ['NoPermissionError', 'Permission error'],
  not_found: ['NotFoundError', 'Resource not found error'],
  gone: ['NotFoundError', 'Resource not found error'],
  method_not_allowed: ['MethodNotAllowedError', 'Method not allowed error'],
  too_many_requests: ['TooManyRequestsError', 'Too many requests error'],
  internal: ['InternalServerError', 'Internal server error'],
  unavailable: ['MaintenanceError', 'Site is under maintenance'],
}

/** Ends a request with an error in Ghost's shape. */
export function sendGhostError(
  error: FastifyError | Problem | GhostError,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const ghostError = error instanceof GhostError ? error : toGhostError(toProblem(error), request)
  const { status, type, message, more } = ghostError
  if (status >= 500) request.log.error(error)
  const { context = null, property = null, code = null, headers = {} } = more
  const told = { message, context, type, details: null, property, help: null, code }
  return reply
    .code(status)
    .headers({ 'cache-control': 'no-store', ...headers })
    .type('application/json; charset=utf-8')
    .serializer(JSON.stringify)
    .send({ errors: [{ ...told, id: request.id, ghostErrorCode: null }] })
}

function toGhostError({ code, message, errors, headers }: Problem, request: FastifyRequest): GhostError {
  const [type, beginning] = TYPES[code] ?? REFUSED
  const property = errors[0]?.parameter
  return new GhostError(problems[code].status, type, `${beginning}, cannot ${actionOf(request)}.`, {
    ...{ context: message, headers },
    ...(property !== undefined && { property }),
  })
}

/** What Ghost calls what was asked for: "list posts", "read tag". */
function actionOf({ url }: FastifyRequest): string {
  const [, resource, more = ''] = /\/content\/(\w+)\/?([^?]*)/.exec(url) ?? []
  if (resource === undefined) return 'answer request'
  if (resource === 'settings') return 'read settings'
  return more === '' ? `list ${resource}` : `read ${resource.replace(/s$/, '')}`
}

/** The parameters of a request, checked. `GhostError` as Ghost has it where one is unknown or of the wrong form. */
export function validated<Query extends z.ZodType>(schema: Query, request: FastifyRequest): z.output<Query> {
  const { success, data, error } = schema.safeParse(request.query)
  if (success) return data
  const [issue] = error.issues
  const property = issue?.code === 'unrecognized_keys' ? issue.keys[0] : String(issue?.path[0])
  throw new GhostError(422, 'ValidationError', `Validation error, cannot ${actionOf(request)}.`, {
    context: `Validation failed for ${property ?? 'the query'}: ${issue?.message ?? ''}.`,
    ...(property !== undefined && { property }),
  })
}
