import { z } from 'zod'
import { type ProblemCode, problems } from '../problem.ts'
import { ProblemDocument } from './contract.ts'

/** Longest `Idempotency-Key`. */
const IDEMPOTENCY_KEY_CHARS_MAX = 255

/** What operations are grouped by, and what that means. */
export const TAGS = {
  articles: 'Whole interviews.',
  qa: 'Question-and-answer pairs across all articles.',
  people: 'Who asks, answers and is spoken of.',
  topics: 'What it is about: a tree.',
  imports: 'From a text to an article.',
  editing: 'Drafts and their history.',
  publishing: 'What readers see, and when.',
  corrections: 'What was put right in public.',
  changes: 'Everything that readers may have noticed, in order.',
  webhooks: 'Changes, sent to where they are wanted.',
  access: 'Keys, editors and who did what.',
  service: 'How the service is.',
}

interface Reply {
  description: string
  shape?: z.ZodType
  bytes?: true
  text?: string
  /** Shapes in other media types, for those whose `Accept` asks for them. */
  others?: Record<string, z.ZodType>
}

interface Operation<Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType> {
  id: string
  tag: keyof typeof TAGS
  summary: string
  description?: string
  params?: Params
  query?: Query
  /** The body of a request, in JSON. */
  body?: Body
  /** `If-Match` is needed. */
  needsMatch?: boolean
  /** `Idempotency-Key` is taken. */
  isIdempotent?: boolean
  /** The body of a request, as bytes, and the media types it may have. */
  takes?: string[]
  /** Status and shape of a reply that went well: JSON, bytes, or a text of a media type. */
  replies: Record<number, Reply>
  /** Headers that mean something here, beside `If-Match` and `Idempotency-Key`. */
  headers?: Record<string, z.ZodType>
  /** Ways to fail beside those that every operation has. */
  problems?: ProblemCode[]
  needsKey?: boolean
}

export interface OperationSchema<Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType> {
  params: Params
  querystring: Query
  body: Body
}

const IfMatch = z
  .string()
  .optional()
  .meta({ description: 'The `ETag` that the resource was read with; needed.', examples: ['"3-2"'] })
const IdempotencyKey = z.string().min(1).max(IDEMPOTENCY_KEY_CHARS_MAX).optional().meta({
  description: 'The same key with the same body gets the first answer again, for a day.',
})

const Bytes = z
  .custom<Uint8Array>((value) => value instanceof Uint8Array)
  .meta({ description: 'The bytes as they are.', override: { type: 'string' } })

/** A route's schema: what it takes is checked and typed, what it gives is documented. */
export function operation<Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType>(
  given: Operation<Params, Query, Body>,
): OperationSchema<Params, Query, Body> {
  const codes: ProblemCode[] = ['invalid_request', 'internal', 'unavailable', ...(given.problems ?? [])]
  // Reading needs a key, too, with READ_ACCESS=key.
  if (given.tag !== 'service') codes.push('unauthenticated', 'too_many_requests')
  if (given.needsKey) codes.push('forbidden')
  if (given.needsMatch) codes.push('precondition_required', 'precondition_failed')
  if (given.isIdempotent) codes.push('idempotency_mismatch')
  if (given.body) codes.push('payload_too_large', 'unsupported_media_type')
  const response: Record<string, unknown> = problemReplies(codes)
  for (const [status, reply] of Object.entries(given.replies))
    response[status] = { description: reply.description, content: contentOf(reply) }
  const schema = {
    operationId: given.id,
    tags: [given.tag],
    summary: given.summary,
    description: given.description,
    querystring: given.query ?? z.strictObject({}),
    response,
    ...(given.params && { params: given.params }),
    ...(given.takes && {
      body: { content: Object.fromEntries(given.takes.map((type) => [type, { schema: Bytes }])) },
    }),
    ...(given.body && { body: given.body }),
    ...((given.needsMatch ?? given.isIdempotent ?? given.headers) && { headers: headersOf(given) }),
    security: securityOf(given),
  }
  // Params, query and body may be absent, and then nobody reads them.
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions
  return schema as unknown as OperationSchema<Params, Query, Body>
}

function headersOf(given: {
  needsMatch?: boolean
  isIdempotent?: boolean
  headers?: Record<string, z.ZodType>
}): z.ZodType {
  return z.looseObject({
    ...given.headers,
    ...(given.needsMatch && { 'if-match': IfMatch }),
    ...(given.isIdempotent && { 'idempotency-key': IdempotencyKey }),
  })
}

function contentOf({ shape, bytes, text, others = {} }: Reply): object | undefined {
  if (bytes) return { '*/*': { schema: Bytes } }
  if (text !== undefined) return { [text]: { schema: z.string() } }
  const shapes = Object.entries({ ...(shape && { 'application/json': shape }), ...others })
  if (shapes.length === 0) return undefined
  return Object.fromEntries(shapes.map(([mediaType, schema]) => [mediaType, { schema }]))
}

function securityOf({ tag, needsKey }: { tag: keyof typeof TAGS; needsKey?: boolean }): object[] {
  if (tag === 'service') return []
  // Reading goes without a key, unless READ_ACCESS says otherwise.
  return needsKey ? [{ key: [] }, { session: [] }] : [{}, { key: [] }, { session: [] }]
}

function problemReplies(codes: ProblemCode[]): Record<number, unknown> {
  const replies: Record<number, unknown> = {}
  for (const status of new Set(codes.map((code) => problems[code].status))) {
    const ofStatus = codes.filter((code) => problems[code].status === status)
    const examples = Object.fromEntries(ofStatus.map((code) => [code, { value: exampleOf(code) }]))
    replies[status] = {
      description: ofStatus.map((code) => problems[code].title).join('; '),
      content: {
        'application/problem+json': { schema: ProblemDocument, examples },
      },
    }
  }
  return replies
}

function exampleOf(code: ProblemCode): ProblemDocument {
  const { status, title, meaning } = problems[code]
  return {
    type: `/problems/${code}`,
    title,
    status,
    code,
    detail: meaning,
    instance: '/v1/articles',
    requestId: '3f0c2a1e-9d57-4f0e-8a52-5b8f0f6f7c11',
    errors: [],
  }
}
