import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import ajvFormats from 'ajv-formats'
import { expect } from 'vitest'
import { z } from 'zod'

const Schema = z.looseObject({})
const Content = z.record(z.string(), z.object({ schema: Schema }))
const Operation = z.looseObject({
  responses: z.record(z.string(), z.looseObject({ content: Content.optional() })),
})
const Document = z.object({
  paths: z.record(z.string(), z.record(z.string(), Operation)),
  components: z.looseObject({}),
})

const document = Document.parse(
  JSON.parse(readFileSync(new URL('../openapi/openapi.json', import.meta.url), 'utf8')),
)
const ajv = new Ajv2020({ strict: false, allErrors: true })
ajvFormats.default(ajv)
ajv.addSchema({ $id: 'api', components: document.components })

interface Reply {
  statusCode: number
  headers: Record<string, unknown>
  body: string
}

/** Fails the test where a reply is not what the OpenAPI document says of its route and status. */
export function checkReply(method: string, path: string, search: string, reply: Reply): void {
  const operation = operationOf(method, path)
  // An address that is in no document can only be a problem.
  const described = operation?.responses[reply.statusCode]
  const mediaType = String(reply.headers['content-type']).split(';', 1)[0] ?? ''
  if (!operation) expect(mediaType, `${method} ${path}`).toBe('application/problem+json')
  if (!operation) return
  expect(
    described,
    `${method} ${path} answers ${reply.statusCode}, which the document does not say`,
  ).toBeDefined()
  if (reply.statusCode === 204) return
  const { content } = described ?? {}
  const { schema } = content?.[mediaType] ?? content?.['*/*'] ?? {}
  expect(schema, `${method} ${path} ${reply.statusCode} answers ${mediaType}`).toBeDefined()
  // With `fields` members are missing on purpose.
  if (!schema || new URLSearchParams(search).has('fields') || !mediaType.endsWith('json')) return
  const validate = ajv.compile(atRoot(schema))
  const documents = mediaType === 'application/x-ndjson' ? reply.body.trimEnd().split('\n') : [reply.body]
  for (const text of documents) {
    validate(JSON.parse(text))
    expect(validate.errors ?? [], `${method} ${path}`).toEqual([])
  }
}

function operationOf(method: string, path: string): z.infer<typeof Operation> | undefined {
  const template = Object.keys(document.paths).find((candidate) => {
    const parts = candidate.split('/')
    const asked = path.split('/')
    return parts.length === asked.length && parts.every((part, index) => matches(part, asked[index] ?? ''))
  })
  return template === undefined ? undefined : document.paths[template]?.[method.toLowerCase()]
}

/** `{name}` matches any part without a dot, `{name}.md` any that ends so. */
function matches(part: string, asked: string): boolean {
  const suffix = /^\{\w+\}(.*)$/.exec(part)?.[1]
  if (suffix === undefined) return part === asked
  return asked.endsWith(suffix) && !asked.slice(0, asked.length - suffix.length).includes('.')
}

const roots = new Map<string, object>()

function atRoot(schema: object): object {
  const text = JSON.stringify(schema).replaceAll('"#/components/', '"api#/components/')
  const known = roots.get(text) ?? Schema.parse(JSON.parse(text))
  roots.set(text, known)
  return known
}
