import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { startSeeded } from './harness.ts'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
const part = readme.split(/^##+ /m).find((each) => each.startsWith('Ghost\n')) ?? ''

test('the README shows what Ghost’s Content API really answers', async () => {
  const { app } = await startSeeded({ SITE_URL: 'http://127.0.0.1:3000' })
  const shown = [...part.matchAll(/```sh\n([\s\S]+?)```\n\n```json\n([\s\S]+?)```/g)]
  expect(shown).toHaveLength(2)
  for (const [, command = '', reply = ''] of shown) {
    const url = /'http:\/\/127\.0\.0\.1:3000([^']+)'/.exec(command)?.[1] ?? ''
    expect(withoutId((await app.inject(url)).json())).toEqual(withoutId(JSON.parse(reply)))
  }
})

/** The id of an error is that of its request. */
function withoutId(reply: unknown): unknown {
  return JSON.parse(JSON.stringify(reply), (name, value: unknown) => (name === 'id' ? '…' : value))
}
