import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { askInFront, startSeeded } from './harness.ts'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
const section = readme.split(/^#{2,3} /m).find((part) => part.startsWith('Feeds\n')) ?? ''
const HERE = 'http://127.0.0.1:3000'

/** What a text or a value is to be; one that ends in an ellipsis, how it is to begin. */
function expected(_name: string, value: unknown): unknown {
  if (typeof value !== 'string' || !value.endsWith('…')) return value
  const beginning = value.slice(0, -1).replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
  return expect.stringMatching(new RegExp(`^${beginning}`))
}

test('the README lists feeds that there are, in every format, and the ways that lead to them', async () => {
  const { app } = await startSeeded()
  const feeds = [...section.matchAll(/^\| `([^`]+)`/gm)].map(([, address = '']) => address)
  expect(feeds).toHaveLength(6)
  for (const feed of feeds)
    for (const format of ['rss', 'atom', 'json']) {
      const { statusCode, body } = await askInFront(app, { url: feed.replace(/rss$/, format) })
      expect([feed, statusCode, /Markey|Pakistan/.test(body)]).toEqual([feed, 200, true])
    }
  const shortcuts = [...section.matchAll(/`(\/(?:feed|rss|atom)[.a-z]*)`/g)].map(
    ([, address = '']) => address,
  )
  expect(shortcuts).toHaveLength(4)
  for (const url of shortcuts) expect((await askInFront(app, { url })).statusCode).toBe(308)
})

test('the README shows a feed as it is', async () => {
  const { app } = await startSeeded({ SITE_URL: HERE })
  const [, url = '', shown = ''] =
    /curl 'http:\/\/127\.0\.0\.1:3000([^']+)'\n```\n\n```json\n([\s\S]+?)```/.exec(section) ?? []
  const { body } = await askInFront(app, { url })
  expect(JSON.parse(body)).toEqual(JSON.parse(shown, expected))
})
