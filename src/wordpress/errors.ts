import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { toProblem } from '../http/errors.ts'
import { type Problem, type ProblemCode, problems } from '../problem.ts'

/** What is wrong with a parameter: a code of WordPress's, and why. */
export interface ParameterFault {
  code: string
  message: string
}
export type ParameterFaults = Record<string, ParameterFault>

/** A failure in WordPress's words. */
export class WordPressError extends Error {
  override name = 'WordPressError'
  readonly status: number
  readonly code: string
  readonly more: { faults?: ParameterFaults; headers?: Record<string, string> }

  constructor(status: number, code: string, message: string, more: WordPressError['more'] = {}) {
    super(message)
    this.status = status
    this.code = code
    this.more = more
  }
}

/** What WordPress has no word for keeps ours. */
const CODES: Partial<Record<ProblemCode, string>> = {
  invalid_request: 'rest_invalid_param',
  unauthenticated: 'rest_not_logged_in',
  forbidden: 'rest_forbidden',
  gone: 'rest_post_invalid_id',
  internal: 'internal_server_error',
}

/** Ends a request with an error in WordPress's shape. */
export function sendWordPressError(
  error: FastifyError | Problem | WordPressError,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const { status, code, message, more } =
    error instanceof WordPressError ? error : toWordPressError(toProblem(error))
  if (status >= 500) request.log.error(error)
  const { faults, headers = {} } = more
  return reply
    .code(status)
    .headers({ 'cache-control': 'no-store', 'x-request-id': request.id, ...headers })
    .type('application/json; charset=utf-8')
    .serializer(JSON.stringify)
    .send({ code, message, data: { status, ...(faults && presentFaults(faults)) } })
}

function presentFaults(faults: ParameterFaults): { params: object; details: object } {
  const each = Object.entries(faults)
  return {
    params: Object.fromEntries(each.map(([name, { message }]) => [name, message])),
    details: Object.fromEntries(each.map(([name, fault]) => [name, { ...fault, data: null }])),
  }
}

function toWordPressError({ code, message, headers }: Problem): WordPressError {
  // Whether a number is that of a draft is nobody's business.
  if (code === 'not_found') return noPost()
  return new WordPressError(problems[code].status, CODES[code] ?? `rest_${code}`, message, { headers })
}

/** Refuses parameters, each for its own reason. */
export function invalidParameters(faults: ParameterFaults): WordPressError {
  const message = `Invalid parameter(s): ${Object.keys(faults).join(', ')}`
  return new WordPressError(400, 'rest_invalid_param', message, { faults })
}

/** Refuses an address that no route has. */
export function noRoute(): WordPressError {
  return new WordPressError(404, 'rest_no_route', 'No route was found matching the URL and request method.')
}

/** Refuses the number of a post that readers do not see. */
export function noPost(): WordPressError {
  return new WordPressError(404, 'rest_post_invalid_id', 'Invalid post ID.')
}

/** Refuses the number of a tag or category that is none. */
export function noTerm(): WordPressError {
  return new WordPressError(404, 'rest_term_invalid', 'Term does not exist.')
}
