import { HtmlValidate } from 'html-validate'
import { describe, expect, test } from 'vitest'
import { plant, SEED_SLUG, startSeeded, startService } from '../harness.ts'
import { plantRivers } from './planted.ts'

const validator = new HtmlValidate({
  extends: ['html-validate:recommended', 'html-validate:a11y', 'html-validate:document'],
  // How its source is laid out is no matter of readers.
  rules: {
    'no-trailing-whitespace': 'off',
    'long-title': 'off',
    'void-style': 'off',
    'doctype-style': 'off',
  },
})

async function faultsOf(document: string): Promise<string[]> {
  const { results } = await validator.validateString(document)
  return results.flatMap(({ messages }) => messages.map(({ ruleId, message }) => `${ruleId}: ${message}`))
}

describe('an article and its pairs as HTML', () => {
  test('are valid documents, whatever is in them', async () => {
    const { client, deps } = await startSeeded()
    const names = [SEED_SLUG, await plantRivers(deps), await plant(deps, { title: 'Alone', kind: 'article' })]
    for (const name of names) {
      expect(await faultsOf(await client.articles.getAs(name, 'html'))).toEqual([])
      for (const { id } of (await client.articles.get(name)).qa)
        expect(await faultsOf(await client.qa.getAs(id, 'html'))).toEqual([])
    }
  })

  test('have ids for question and answer, the words of both, their time and language', async () => {
    const { client, deps } = await startService()
    const id = await plantRivers(deps)
    const article = await client.articles.getAs(id, 'html')
    expect(article).toContain('<h1>Über „Flüsse“ &amp; &lt;Grenzen&gt;</h1>')
    expect(article).toContain('<html lang="de">')
    expect(article).toContain('<time datetime="2024-05-01T08:00:00.000Z">2024-05-01</time>')
    for (const anchor of ['q1', 'q1-answer', 'q2', 'q2-answer']) expect(article).toContain(`id="${anchor}"`)
    expect(article).toContain('<h2>Who owns a river?</h2>')
    expect(article).toMatch(
      /<h2>Rivers &lt;script&gt;.*<\/h2>\s*<\/hgroup>\s*<p>Where does <em>the border<\/em> go/,
    )
    expect(article).toContain('<h2>Whose?\n\nWhy?</h2>')
    const [first] = (await client.articles.get(id)).qa
    const pair = await client.qa.getAs(first?.id ?? '', 'html')
    expect(pair).toContain('<h1>Who owns a river?</h1>')
    expect(pair).toMatch(/Ada Byron<\/a>, <a [^>]+>Bo &quot;Rain&quot; Li<\/a>/)
  })

  test('stand in other pages: no script, no style, no address that is relative, headings without a gap', async () => {
    const { client, deps } = await startService()
    const id = await plantRivers(deps)
    const { url } = await client.articles.get(id)
    const document = await client.articles.getAs(id, 'html')
    expect(document).not.toMatch(/<(?:script|style|iframe|form)|<[^>]*\s(?:on\w+|style)=/)
    const addresses = [...document.matchAll(/ (?:href|src)="([^"]*)"/g)].map(([, address = '']) =>
      address.replaceAll('&amp;', '&'),
    )
    expect(addresses.filter((address) => !URL.canParse(address))).toEqual([])
    expect(addresses).toEqual(
      expect.arrayContaining([
        'https://site.example/places/weir',
        'https://site.example/articles/map.png',
        `${new URL(url).href}#q2`,
        'https://post.example/talk?a=1&b=2',
      ]),
    )
    const levels = [...document.matchAll(/<h([1-6])>/g)].map(([, level]) => Number(level))
    expect(levels).toEqual([1, 2, 3, 2, 3, 2, 2])
  })

  test('name the address of their readers, and leave the search engines to it where that is another site', async () => {
    const elsewhere = await startSeeded({ PUBLIC_URL: 'https://api.example' })
    expect(await elsewhere.client.articles.getAs(SEED_SLUG, 'html')).toContain('content="noindex"')
    const same = await startSeeded({ PUBLIC_URL: 'https://site.example' })
    const document = await same.client.articles.getAs(SEED_SLUG, 'html')
    expect(document).not.toContain('noindex')
    expect(document).toContain(`<link rel="canonical" href="https://site.example/articles/${SEED_SLUG}">`)
  })
})
