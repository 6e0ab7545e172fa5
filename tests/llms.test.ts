import MarkdownIt from 'markdown-it'
import { describe, expect, test } from 'vitest'
import { FULL_TEXT_BYTES_MAX } from '../src/llms/write-full-text.ts'
import { askInFront, plant, SEED_SLUG, type Service, startSeeded, startService } from './harness.ts'

const PUBLIC = 'https://cms.example'
const SITE = 'https://site.example'
const settings = { PUBLIC_URL: PUBLIC, SITE_URL: SITE, SITE_NAME: 'Rivers [& Dams]' }
const markdownIt = new MarkdownIt('commonmark')

async function textAt({ app }: Pick<Service, 'app'>, url: string): Promise<string> {
  const { statusCode, headers, body } = await askInFront(app, { url })
  expect([statusCode, headers['content-type']]).toEqual([200, 'text/plain; charset=utf-8'])
  return body
}

/** The blocks that a text opens, and the address and words of each link. */
function outlineOf(markdown: string) {
  const tokens = markdownIt.parse(markdown, {})
  const blocks = tokens.filter(({ level, nesting }) => level === 0 && nesting === 1).map(({ tag }) => tag)
  const links = tokens.flatMap(({ children }) =>
    (children ?? []).flatMap((token, index) =>
      token.type === 'link_open'
        ? [{ url: String(token.attrGet('href')), words: children?.[index + 1]?.content ?? '' }]
        : [],
    ),
  )
  return { blocks, links }
}

describe('/llms.txt', () => {
  test('has a name, a summary, and sections of links that all lead somewhere', async () => {
    const service = await startSeeded(settings)
    const text = await textAt(service, '/llms.txt')
    const { blocks, links } = outlineOf(text)
    expect(blocks).toEqual([
      'h1',
      'blockquote',
      'p',
      ...['h2', 'ul', 'h2', 'ul', 'h2', 'ul', 'h2', 'ul', 'h2', 'ul'],
    ])
    expect(markdownIt.renderInline(text.split('\n')[0] ?? '')).toBe('# Rivers [&amp; Dams]')
    expect(text.match(/^## .*$/gm)).toEqual(['## Articles', '## Topics', '## API', '## Feeds', '## Optional'])
    expect(links[0]).toEqual({
      url: `${PUBLIC}/v1/articles/${SEED_SLUG}.md`,
      words: 'The Widening U.S.-Pakistan Rift',
    })
    expect(links.length).toBeGreaterThan(10)
    for (const { url } of links) {
      expect(url.startsWith(PUBLIC)).toBe(true)
      const { statusCode } = await askInFront(service.app, { url: url.slice(PUBLIC.length) })
      expect([statusCode, url]).toEqual([200, url])
    }
  })

  test('names the newest articles first, drafts never, and no text of theirs makes it another list', async () => {
    const service = await startService(settings)
    const title = 'A [title](https://evil.example) *of*\n# all _sorts_ <b> &amp; `code` \\'
    await plant(service.deps, { title, dek: '- a [b](c)\n\n## D', publishedAt: '2012-01-01T00:00:00.000Z' })
    await plant(service.deps, { title: '水', publishedAt: '2013-01-01T00:00:00.000Z' })
    await plant(service.deps, { title: 'Hidden' }, { draft: true })
    const { blocks, links } = outlineOf(await textAt(service, '/llms.txt'))
    expect(blocks.filter((block) => block === 'h1')).toHaveLength(1)
    const articles = links.filter(({ url }) => url.endsWith('.md'))
    expect(articles.map(({ url }) => url)).toEqual([
      `${PUBLIC}/v1/articles/%E6%B0%B4.md`,
      expect.stringMatching(/^https:\/\/cms\.example\/v1\/articles\/a-title[\w-]+\.md$/),
    ])
    expect(articles[1]?.words).toBe(title.replace('\n', ' '))
    expect(links.filter(({ url }) => !url.startsWith(PUBLIC))).toEqual([])
  })
})

describe('/llms-full.txt', () => {
  test('has the newest articles whole, as their Markdown pages', async () => {
    const service = await startSeeded(settings)
    await plant(service.deps, { title: 'Newer', qa: [{ question: 'Who?', answer: 'Me.' }] })
    const text = await textAt(service, '/llms-full.txt')
    const pages = await Promise.all(
      ['newer', SEED_SLUG].map((slug) => askInFront(service.app, { url: `/v1/articles/${slug}.md` })),
    )
    const at = pages.map(({ body }) => text.indexOf(body.trimEnd()))
    expect(at[0]).toBeGreaterThan(0)
    expect(at[1]).toBeGreaterThan(at[0] ?? 0)
    expect(text).not.toContain('## More')
  })

  test('ends before it is too long, and says where to go on, so that none is passed over', async () => {
    const service = await startService(settings)
    const intro = 'Rivers. '.repeat(FULL_TEXT_BYTES_MAX / 8 / 4)
    for (const [index, title] of ['One', 'Two', 'Three', 'Four', 'Five'].entries())
      await plant(service.deps, { title, intro, publishedAt: `2012-01-0${index + 1}T00:00:00.000Z` })
    const text = await textAt(service, '/llms-full.txt')
    expect(Buffer.byteLength(text)).toBeLessThan(FULL_TEXT_BYTES_MAX + 2_000)
    expect(text.match(/^title: .*$/gm)).toEqual(['title: Five', 'title: Four', 'title: Three'])
    const [, next = ''] = /https:\/\/cms\.example(\/v1\/articles\?\S+) has/.exec(text) ?? []
    const { data } = await service.client.articles.list({
      'publishedAt.lt': new URL(next, PUBLIC).searchParams.get('publishedAt.lt') ?? '',
    })
    expect(data.map(({ title }) => title)).toEqual(['Two', 'One'])
  })
})

test.each([
  '/llms.txt',
  '/llms-full.txt',
  '/sitemap.xml',
  '/sitemap-articles-2012-1.xml',
  '/sitemap-news.xml',
  '/robots.txt',
])('%s has validators and tags, the same from memory as from its route, and to HEAD', async (url) => {
  const { app } = await startSeeded(settings)
  const first = await askInFront(app, { url })
  expect(first.headers['cache-control']).toMatch(/^public/)
  expect(first.headers['cache-tag']).not.toBe('')
  const again = await askInFront(app, { url })
  expect([again.body, again.headers.etag]).toEqual([first.body, first.headers.etag])
  const head = await askInFront(app, { method: 'HEAD', url })
  expect([head.statusCode, head.body, head.headers.etag]).toEqual([200, '', first.headers.etag])
  const headers = { 'if-none-match': String(first.headers.etag) }
  const known = await askInFront(app, { url, headers })
  expect([known.statusCode, known.body]).toEqual([304, ''])
  expect((await askInFront(app, { url: `${url}?colour=red` })).statusCode).toBe(400)
  expect((await askInFront(app, { method: 'POST', url })).statusCode).toBe(405)
})
