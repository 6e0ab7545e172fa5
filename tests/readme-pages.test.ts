import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { startSeeded } from './harness.ts'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')

test('the README shows the headers of a page for readers as they are', async () => {
  const { app } = await startSeeded({ SITE_URL: 'http://127.0.0.1:3000' })
  const [, part = ''] = readme.split('### Pages for readers\n')
  const [, path = '', shown = ''] =
    /curl -I 'http:\/\/127\.0\.0\.1:3000([^']+)'\n```\n\n```http\n([\s\S]+?)```/.exec(part) ?? []
  const [status, ...lines] = shown.trim().split('\n')
  const { statusCode, statusMessage, headers } = await app.inject({ method: 'HEAD', url: path })
  expect(status).toBe(`HTTP/1.1 ${statusCode} ${statusMessage}`)
  expect(lines.length).toBeGreaterThan(2)
  for (const line of lines) {
    const [name = '', value] = line.split(': ')
    expect(String(headers[name]).replace(/sha256-[^']+/, 'sha256-…')).toBe(value)
  }
})
