import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import { type Client, createClient } from '../../src/client/index.ts'
import { freePort, Place, type Settings } from '../running.ts'

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url))

/** Of the article in `seed/`, which has eight pairs. */
export const SEED_SLUG = 'the-widening-us-pakistan-rift'

export interface BuiltService {
  url: string
  /** Of an admin. */
  key: string
  /** With that key. */
  client: Client
}

/** Publishes another answer, in CommonMark, of a pair of the seeded article. */
export async function editAnswer(
  client: Client,
  position: number,
  answer: string,
): Promise<{ etag: string }> {
  const { id, etag, qa } = await client.articles.draft(SEED_SLUG)
  const edited = qa.map((pair, index) => (index === position - 1 ? { id: pair.id, answer } : { id: pair.id }))
  const draft = await client.articles.update(id, { qa: edited }, { ifMatch: etag })
  return client.articles.publish(id, { ifMatch: draft.etag })
}

/** The built service, as `npm start` runs it, with the article of `seed/`; it ends with the test. */
export async function startBuilt(settings: Settings = {}): Promise<BuiltService> {
  const place = new Place([process.execPath, main])
  onTestFinished(() => place.leave())
  const port = await freePort()
  const { says } = place.start(['serve'], { PORT: String(port), ...settings })
  const [, key = ''] = await says(/admin key {6}(\S+)/)
  const url = `http://127.0.0.1:${port}`
  return { url, key, client: createClient({ url, key }) }
}
