import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { askInFront, startSeeded } from './harness.ts'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
const part =
  readme.split(/^### /m).find((each) => each.startsWith('Crawlers, language models and embeds\n')) ?? ''
const HOST = 'http://127.0.0.1:3000'

test('what the README says of crawlers, language models and embeds can be asked, and is answered so', async () => {
  const { app } = await startSeeded({ SITE_URL: HOST })
  const urls = [...part.matchAll(/curl '([^']+)'/g)].map(([, url = '']) => url.slice(HOST.length))
  expect(urls).toHaveLength(6)
  const replies = await Promise.all(urls.map((url) => askInFront(app, { url })))
  expect(replies.map(({ statusCode }) => statusCode)).toEqual(urls.map(() => 200))
  const [, shown = ''] = /```json\n([\s\S]+?)```/.exec(part) ?? []
  expect(replies.at(-1)?.json()).toEqual(JSON.parse(shown))
})
