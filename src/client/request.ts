import type { ProblemDocument } from '../http/contract.ts'

export interface ClientOptions {
  /** Where the service is, e.g. `https://interviews.example.org`. */
  url: string
  /** An API key; reading needs none where reading is open. */
  key?: string | undefined
  /** `csrfToken` of the session, where a page in a browser writes by its cookie instead of a key. */
  csrfToken?: string | undefined
  /** What sends a request; default `fetch`. */
  send?: ((request: Request) => Promise<Response>) | undefined
}

export type QueryValue = [name: string, value: string]

/** The service refused, and says why: `code` is from a closed list. */
export class ProblemError extends Error {
  override name = 'ProblemError'
  readonly problem: ProblemDocument
  readonly code: ProblemDocument['code']
  readonly status: number

  constructor(problem: ProblemDocument) {
    super(problem.detail)
    this.problem = problem
    this.code = problem.code
    this.status = problem.status
  }
}

/** What came back is not from the service, but perhaps from something in front of it. */
export class UnexpectedReplyError extends Error {
  override name = 'UnexpectedReplyError'
  readonly status: number

  constructor({ status, url }: Response) {
    super(`${url} answered ${status} with something that is neither a result nor a problem.`)
    this.status = status
  }
}

/** As `accept`: a reply of whatever media type. */
export const ANYTHING = '*/*'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

export interface Sent {
  query?: QueryValue[]
  /** Sent as JSON; a string or bytes as they are. */
  body?: object | string | Uint8Array<ArrayBuffer>
  contentType?: string
  headers?: Record<string, string>
  /** Breaks it off. */
  signal?: AbortSignal
}

/** Sends one request and gives the JSON of its reply, whose shape the contract promises; undefined where it is empty. */
export async function request<T>(
  options: ClientOptions,
  method: Method,
  path: string,
  sent: Sent,
): Promise<T> {
  return fromJson<T>(await replyTo(options, method, path, { ...sent, accept: 'application/json' }))
}

/** Gets a text of a media type. */
export async function requestText(options: ClientOptions, path: string, mediaType: string): Promise<string> {
  const reply = await replyTo(options, 'GET', path, { accept: mediaType })
  return reply.text()
}

/** Sends one request and gives its reply where it is of the media type; throws where it is refused. */
export async function replyTo(
  { url, key, csrfToken, send = fetch }: ClientOptions,
  method: Method,
  path: string,
  { query = [], body, contentType, headers: more, accept, signal }: Sent & { accept: string },
): Promise<Response> {
  const target = new URL(url.replace(/\/+$/, '') + path)
  for (const [name, value] of query) target.searchParams.append(name, value)
  const isRaw = body === undefined || typeof body === 'string' || body instanceof Uint8Array
  const headers = new Headers({ ...more, accept })
  if (key !== undefined) headers.set('authorization', `Bearer ${key}`)
  if (csrfToken !== undefined && method !== 'GET') headers.set('x-csrf-token', csrfToken)
  const type = contentType ?? (isRaw ? undefined : 'application/json')
  if (type !== undefined) headers.set('content-type', type)
  const payload = isRaw ? (body ?? null) : JSON.stringify(body)
  return checked(
    await send(new Request(target, { method, headers, body: payload, signal: signal ?? null })),
    accept,
  )
}

async function checked(response: Response, accept: string): Promise<Response> {
  const type = response.headers.get('content-type') ?? ''
  if (response.ok && (accept === ANYTHING || type.startsWith(accept) || response.status === 204))
    return response
  if (type.startsWith('application/problem+json')) throw new ProblemError(await fromJson(response))
  throw new UnexpectedReplyError(response)
}

async function fromJson<T>(response: Response): Promise<T> {
  // The service checks what it sends; the client is small because it need not.
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions
  return (response.status === 204 ? undefined : await response.json()) as T
}
