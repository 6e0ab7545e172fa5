import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import { type Client, createClient } from '../../src/client/index.ts'
import { freePort, Place, type Settings } from '../running.ts'

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url))

export interface BuiltService {
  url: string
  /** Of an admin. */
  key: string
  /** With that key. */
  client: Client
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
