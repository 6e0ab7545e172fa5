import { decodeHTML } from 'entities'
import fc from 'fast-check'
import RssParser from 'rss-parser'
import { expect, test } from 'vitest'
import { legalXmlText } from '../../src/http/legal-xml-text.ts'
import { writeAtom } from '../../src/feeds/write-atom.ts'
import { writeRss } from '../../src/feeds/write-rss.ts'
import { askInFront, plant, type Planted, startService } from '../harness.ts'
import { type ParsedItem, parsersOf, readJsonFeed } from './parsers.ts'

const HOSTILE = [
  'A <b>title</b> & its "quotes" ]]> <!-- & <![CDATA[ so on',
  'Wer gräbt? 😀 \u{1f468}\u200d\u{1f469}\u200d\u{1f467}',
  'من يحفر البئر؟ \u200f(2024)',
  'Bell \u0007 and escape \u001b[0m, back\u0008space, half \ud83d',
  '\u6c34\u306f\u8ab0\u306e\u3082\u306e\u304b',
  'a < b && c > d',
]

/** What XML can have of it. */
const legal = (text: string) => text.replace(/[\u0007\u001b\u0008]/g, '').toWellFormed()

/** What two of the parsers make of texts that say the same to all others. */
const QUIRKS: Record<string, (item: ParsedItem) => ParsedItem> = {
  // Takes tags for markup in any title.
  feedparser: (item) => ({ ...item, title: item.title.replace(/<\/?b>/g, '') }),
  // Decodes references once more than they were encoded.
  '@rowanmanning/feed-parser': (item) => ({ ...item, html: decodeHTML(item.html) }),
}

const hostile = (text: string): Planted => ({
  title: text,
  dek: `Dek: ${text}`,
  language: 'en',
  publishedAt: '2024-03-01T08:00:00.000Z',
  people: [
    { name: 'Max & Sons <x>', role: 'interviewer', title: null },
    { name: 'Ada "Countess" Byron', role: 'interviewee', title: null },
  ],
  topics: [{ slug: 'water', name: 'Water & <law>' }],
  qa: [
    {
      question: text.replace(/[<>[\]*_&!]/g, String.raw`\$&`),
      answer: `Say \`${text}\` and [go](/wells?a=1&b=2).`,
      answeredBy: ['Ada "Countess" Byron'],
    },
  ],
})

const AUTHORS = { articles: 'Max & Sons <x>', answers: 'Ada "Countess" Byron' } as const
const LISTS = ['articles', 'answers'] as const

test.each(LISTS)(
  'independent parsers agree on what a feed of %s says, whatever its texts are',
  async (list) => {
    const { app, deps } = await startService({ SITE_URL: 'https://example.org' })
    for (const text of HOSTILE) await plant(deps, hostile(text))
    const bodyOf = async (format: string) => (await askInFront(app, { url: `/feeds/${list}.${format}` })).body

    const meant = readJsonFeed(await bodyOf('json'))
    expect(meant.url).toBe('https://example.org/')
    expect(meant.items.map(({ title }) => title)).toEqual(HOSTILE.map(legal).reverse())
    expect(new Set(meant.items.map(({ id }) => id)).size).toBe(HOSTILE.length)
    for (const { id, url, html, authors, publishedAt } of meant.items) {
      expect([publishedAt, authors]).toEqual(['2024-03-01T08:00:00', [AUTHORS[list]]])
      expect(id).toMatch(/^urn:uuid:[\da-f-]{36}$/)
      expect(url).toMatch(
        list === 'articles' ? /^https:\/\/example\.org\/articles\/[\w%-]+$/ : /articles\/[\w%-]+#q1$/,
      )
      expect(html).toContain('href="https://example.org/wells?a=1&amp;b=2"')
    }

    for (const [format, parsers] of Object.entries(parsersOf)) {
      const body = await bodyOf(format)
      for (const [name, parse] of Object.entries(parsers)) {
        const asParsed = QUIRKS[name] ?? ((item) => item)
        expect({ format, name, ...(await parse(body)) }).toEqual({
          ...{ format, name, ...meant },
          items: meant.items.map(asParsed),
        })
      }
    }
  },
)

const BASE = { id: 'tag:wells', title: 'Wells', description: 'Wells', url: 'https://example.org/' }
const OF_SITE = { selfUrl: BASE.url, hubUrl: undefined, siteName: 'Wells', siteUrl: 'https://example.org' }
const AT = '2024-03-01T08:00:00.000Z'

test.each([
  ['RSS', writeRss],
  ['Atom', writeAtom],
])('no text whatever makes %s malformed, or comes out as another', async (_name, write) => {
  const parser = new RssParser()
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), async (title, name) => {
      const times = { publishedAt: AT, updatedAt: AT }
      const said = { authors: [], contributors: [], source: { name, url: null }, summary: name, html: title }
      const categories = [{ slug: name, name: title }]
      const item = {
        id: 'tag:well',
        url: BASE.url,
        title: `a ${title} z`,
        language: 'en',
        categories,
        ...said,
        ...times,
      }
      const feed = { ...BASE, ...OF_SITE, language: 'en', updatedAt: AT, items: [item] }
      const { items } = await parser.parseString(await write(feed))
      expect(items.map((each) => each.title)).toEqual([legalXmlText(item.title)])
    }),
    {
      numRuns: 150,
      examples: [
        [']]>', '"'],
        ['\n<![CDATA[', ']]>\n <'],
        ['\ufffe\0&#0;', '\ud800'],
        ['>\n<![CDATA[ x', ''],
      ],
    },
  )
})
