import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { describeApi } from '../src/cli/openapi.ts'
import { MEDIA_TYPES } from '../src/representations/contract.ts'
import { startService } from './harness.ts'

const Operation = z.looseObject({
  operationId: z.string(),
  summary: z.string(),
  tags: z.array(z.string()).length(1),
  parameters: z.array(z.looseObject({ name: z.string(), description: z.string().optional() })).optional(),
  responses: z.record(z.string(), z.looseObject({ content: z.record(z.string(), z.unknown()).optional() })),
})
const Document = z.looseObject({
  openapi: z.literal('3.1.0'),
  paths: z.record(z.string(), z.record(z.string(), Operation)),
  components: z.looseObject({ schemas: z.record(z.string(), z.unknown()) }),
})

const file: unknown = JSON.parse(readFileSync(new URL('../openapi/openapi.json', import.meta.url), 'utf8'))
const document = Document.parse(file)
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
)

/** That of the suffix of a path; JSON where it has none. */
function mediaTypeOf(path: string): string {
  const suffix = /\.(\w+)$/.exec(path)?.[1] ?? 'json'
  return new Map<string, string>(Object.entries(MEDIA_TYPES)).get(suffix) ?? ''
}

describe('openapi/openapi.json', () => {
  test('is what the routes say (else: npm run openapi)', async () => {
    // As JSON, which knows no undefined.
    const described: unknown = JSON.parse(JSON.stringify(await describeApi()))
    expect(file).toEqual(described)
  })

  test('is what the service serves', async () => {
    const { app } = await startService()
    const served: unknown = (await app.inject('/openapi.json')).json()
    expect(served).toEqual(file)
  })

  test('has every component once: no twins for input', () => {
    const names = Object.keys(document.components.schemas)
    expect(names.filter((name) => /(Input|Output)$/.test(name))).toEqual([])
  })

  test('names each operation once', () => {
    const ids = operations.map(({ operation }) => operation.operationId)
    expect(new Set(ids).size).toBe(ids.length)
  })

  test('describes every parameter', () => {
    const bare = operations.flatMap(({ path, operation }) =>
      (operation.parameters ?? [])
        .filter(({ description }) => !description)
        .map(({ name }) => `${path} ${name}`),
    )
    expect(bare).toEqual([])
  })

  test('says of every operation how it fails', () => {
    for (const { path, operation } of operations)
      for (const [status, { content }] of Object.entries(operation.responses))
        if (Number(status) >= 400)
          expect([path, status, Object.keys(content ?? {})]).toEqual([
            path,
            status,
            ['application/problem+json'],
          ])
        else if (status !== '308' && !/\/source$|^\/metrics$/.test(path))
          expect([path, status, Object.keys(content ?? {})[0]]).toEqual([path, status, mediaTypeOf(path)])
    expect(
      operations.every(({ operation }) => '400' in operation.responses && '500' in operation.responses),
    ).toBe(true)
  })
})
