/**
 * Every way a request can fail: a closed list. `status` and `title` go to HTTP; `meaning` is what the
 * address in a problem's `type` and the README say.
 */
export const problems = {
  invalid_request: {
    status: 400,
    title: 'The request does not match the contract',
    meaning: 'A parameter, header or body is unknown, malformed or out of range. `errors` names each one.',
  },
  cursor_mismatch: {
    status: 400,
    title: 'The cursor belongs to another list',
    meaning: 'A cursor goes on only with the filters and the sort it came from. Start again without it.',
  },
  unauthenticated: {
    status: 401,
    title: 'A valid key or session is needed',
    meaning:
      'Send `Authorization: Bearer KEY` with a key that exists, was not revoked and has not expired; or sign in.',
  },
  forbidden: {
    status: 403,
    title: 'The key or session does not allow this',
    meaning:
      'The role does not cover the request; or a session would write without its `X-CSRF-Token`, or from the page of another site.',
  },
  not_found: {
    status: 404,
    title: 'There is nothing at this address',
    meaning: 'No such route, or nothing under that id or slug that you may see.',
  },
  method_not_allowed: {
    status: 405,
    title: 'The method is not for this address',
    meaning: 'The address exists; the `Allow` header lists the methods it takes.',
  },
  conflict: {
    status: 409,
    title: 'This does not go with how things stand',
    meaning:
      'The resource is in a state that does not allow it, is in use, or its name is taken. `detail` says which, and what to do first.',
  },
  gone: {
    status: 410,
    title: 'This was taken back',
    meaning: 'The article was retracted. `detail` is the notice.',
  },
  precondition_failed: {
    status: 412,
    title: 'Somebody changed it meanwhile',
    meaning:
      '`If-Match` names an older state. The `ETag` of the reply is the present one; `errors` says who changed which members since.',
  },
  precondition_required: {
    status: 428,
    title: 'The state that is to be changed has to be named',
    meaning: 'Send `If-Match` with the `ETag` that the resource was read with.',
  },
  idempotency_mismatch: {
    status: 422,
    title: 'The Idempotency-Key was used for another request',
    meaning: 'A key stands for one request. Send another key with another body.',
  },
  too_many_requests: {
    status: 429,
    title: 'Too many requests',
    meaning: 'Wait as long as `Retry-After` says, in seconds.',
  },
  timeout: {
    status: 408,
    title: 'The request took too long to arrive',
    meaning: 'The connection was too slow. Send the request again.',
  },
  payload_too_large: {
    status: 413,
    title: 'The body is too large',
    meaning: 'The body has more bytes than IMPORT_BYTES_MAX allows.',
  },
  uri_too_long: {
    status: 414,
    title: 'The address is too long',
    meaning: 'A part of the path is longer than any id or slug.',
  },
  unsupported_media_type: {
    status: 415,
    title: 'The body is of a kind that cannot be read',
    meaning: 'Send text, with a `Content-Type` that the importer reads. Binary data is not text.',
  },
  unreadable_text: {
    status: 422,
    title: 'The text cannot be read',
    meaning:
      'The text is empty, not in the charset that was named, nested too deeply, in too many paragraphs, or a malformed export.',
  },
  headers_too_large: {
    status: 431,
    title: 'The headers are too large',
    meaning: 'Address and headers together are over the limit of the server.',
  },
  internal: {
    status: 500,
    title: 'Something broke on our side',
    meaning: 'Not your fault. The log has the cause under `requestId`.',
  },
  not_implemented: {
    status: 501,
    title: 'This form is not spoken here',
    meaning: 'An embed was asked for in another format than `json` and `xml`.',
  },
  unavailable: {
    status: 503,
    title: 'Not ready to answer',
    meaning:
      'The service is starting, stopping, has too much to do, or cannot reach its database. Try again soon, after `Retry-After` where it says so.',
  },
} as const

export type ProblemCode = keyof typeof problems

export const problemCodes = Object.keys(problems).filter(isProblemCode)

/** Whether a text is one of the closed list. */
export function isProblemCode(code: string): code is ProblemCode {
  return Object.hasOwn(problems, code)
}

/** One thing that is wrong with a request, and where: in a parameter, a header or the body. */
export interface ProblemError {
  parameter?: string
  header?: string
  pointer?: string
  code: string
  detail: string
}

/** A failure that may be told to the caller: `detail` is public. The cause, if any, is for the log. */
export class Problem extends Error {
  override name = 'Problem'
  readonly code: ProblemCode
  readonly errors: ProblemError[]
  readonly headers: Record<string, string>

  constructor(
    code: ProblemCode,
    detail: string,
    more: { errors?: ProblemError[]; headers?: Record<string, string>; cause?: unknown } = {},
  ) {
    super(detail, { cause: more.cause })
    this.code = code
    this.errors = more.errors ?? []
    this.headers = more.headers ?? {}
  }
}

/** A parameter whose value is well-formed but wrong here. */
export function badParameter(parameter: string, detail: string): Problem {
  return new Problem('invalid_request', `${parameter}: ${detail}`, {
    errors: [{ parameter, code: 'invalid', detail }],
  })
}

/** A member of a body whose value is well-formed but wrong here; `pointer` as in RFC 6901. */
export function badMember(pointer: string, detail: string): Problem {
  return new Problem('invalid_request', `${pointer}: ${detail}`, {
    errors: [{ pointer, code: 'invalid', detail }],
  })
}
