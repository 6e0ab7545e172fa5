import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import ajvFormats from 'ajv-formats'
import { z } from 'zod'
import { buildApp } from '../../src/app.ts'
import { type Client, createClient } from '../../src/client/index.ts'
import { world } from '../../src/deps.ts'
import { seed } from '../../src/imports/seed.ts'
import { createKey } from '../../src/keys/queries.ts'
import { openDatabase, temporary } from '../templates.ts'
import { RIVERS } from './rivers.ts'

// IPTC's schema is not ours to hand on: `npm run check:ninjs -- FILE` with https://iptc.org/std/ninjs/ninjs-schema_3.1.json
// compares with it what a service writes.

/** What the schema refers to beside itself, and we do not write. */
const GEO_JSON = 'https://geojson.org/schema/GeoJSON.json'

function validatorOf(schemaPath: string): ValidateFunction {
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  ajvFormats.default(ajv)
  ajv.addSchema({ $id: GEO_JSON })
  return ajv.compile(z.looseObject({}).parse(JSON.parse(readFileSync(schemaPath, 'utf8'))))
}

/** Articles that have everything, little and nothing. */
async function publishSome({ articles }: Client): Promise<void> {
  const source = { name: '河', url: 'https://example.org/河?问=答', language: null }
  const documents = [
    RIVERS,
    { title: 'Nothing' },
    { title: '关于河流', source, qa: [{ question: '谁？', answer: '我。', answeredBy: ['李'] }] },
  ]
  for (const document of documents) {
    const { id, etag } = await articles.create(document)
    await articles.publish(id, { ifMatch: etag })
  }
}

const [schemaPath] = process.argv.slice(2)
if (schemaPath === undefined) throw new Error('Which schema? npm run check:ninjs -- FILE')
const validate = validatorOf(schemaPath)
const folder = mkdtempSync(join(temporary, 'colloquy-ninjs-'))
const { config, store } = openDatabase(join(folder, 'check.db'))
const deps = { ...world, config, store }
await seed(deps)
const app = await buildApp(deps)
const { key } = await store.write((tx) => createKey(tx, deps, { role: 'editor', name: 'check' }))
const url = await app.listen({ host: '127.0.0.1', port: 0 })
const client = createClient({ url, key })
await publishSome(client)
for await (const { id, title } of client.articles.all({ fields: ['title'] })) {
  const isValid = validate(await client.articles.getAs(id, 'ninjs'))
  console.log(
    isValid ? `valid: ${title}` : `not valid: ${title}\n${JSON.stringify(validate.errors, null, 2)}`,
  )
  if (!isValid) process.exitCode = 1
}
await app.close()
await store.close()
rmSync(folder, { recursive: true })
