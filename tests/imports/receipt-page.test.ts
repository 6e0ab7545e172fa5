import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type ChildNode, Element } from 'domhandler'
import { DomUtils, parseDocument } from 'htmlparser2'
import { describe, expect, test as base } from 'vitest'
import { z } from 'zod'
import { Receipt } from '../../src/imports/contract.ts'
import { parse } from '../../src/imports/parse.ts'
import { writeReceiptPage } from '../../src/imports/receipt-page/write-page.ts'
import { seedText } from '../harness.ts'
import { Place } from '../running.ts'
import { caseNames, sourceOfCase, vocabulary } from './cases.ts'

// A start takes seconds of processor time on a small machine.
const SLOW = { timeout: 120_000 }

const test = base.extend('place', ({}, { onCleanup }) => {
  const place = new Place()
  onCleanup(() => place.leave())
  return place
})

const hostile = `<script>alert('title')</script><img src=x onerror=alert(1)>

Q: What of </span></div><script>alert('question')</script> and "quotes" title="?

A: There is [a link](https://example.org/page), ![an image](https://example.org/image.png), <https://example.org/> and &amp;.

Q: Does <style>body { display: none }</style> hide the page?

A: No, and neither does <!-- a comment that never ends.
`

describe.concurrent('import --receipt', SLOW, () => {
  test('writes a page that has all of the source, with what became of it', async ({ place }) => {
    const file = join(place.folder, 'receipt.html')
    const source = place.write('seed.txt', seedText)
    const ended = await place.run(['import', source, '--dry-run', '--json', '--receipt', file])
    expect(ended).toMatchObject({ code: 0, stderr: `The receipt is in ${file}.\n` })
    const { receipt, article } = ImportReport.parse(JSON.parse(ended.stdout))
    const page = readPage(readFileSync(file, 'utf8'))
    expect(page.source).toBe(seedText)
    expect(page.segments.map(({ attribs }) => [attribs['data-kind'], attribs['data-rule']])).toEqual(
      receipt.segments.map(({ kind, rule }) => [kind, rule]),
    )
    receipt.segments.forEach(({ rule, confidence }, index) => {
      const { title } = page.segments[index]?.attribs ?? {}
      expect(title).toContain(`rule ${rule}`)
      expect(title).toContain(`confidence ${confidence.toFixed(2)}`)
    })
    expect(page.pairs).toHaveLength(article.qa.length)
    const notices = page.all.filter(({ name }) => name === 'code').map(DomUtils.textContent)
    expect(notices).toEqual(receipt.diagnostics.map(({ code }) => code))
    expectNothingOutside(page)
  })

  test('of standard input, and of a folder one page each', async ({ place }) => {
    mkdirSync(join(place.folder, 'texts'))
    place.write('texts/seed.txt', seedText)
    place.write('texts/hostile.txt', hostile)
    const pages = join(place.folder, 'pages')
    const ended = await place.run(['import', join(place.folder, 'texts'), '--receipt', pages])
    expect(ended).toMatchObject({ code: 0, stderr: `The receipts are in ${pages}.\n` })
    expect(readPage(readFileSync(join(pages, 'seed.html'), 'utf8')).source).toBe(seedText)
    expect(readPage(readFileSync(join(pages, 'hostile.html'), 'utf8')).source).toBe(hostile)

    const file = join(place.folder, 'again.html')
    const again = await place.run(['import', '-', '--receipt', file], { input: seedText })
    expect(again.code).toBe(0)
    const page = readFileSync(file, 'utf8')
    expect(page).toContain('the same bytes came before')
    expect(readPage(page).source).toBe(seedText)
  })

  test('does not write over a source, nor where it would be read as one', async ({ place }) => {
    const source = place.write('seed.txt', seedText)
    for (const [path, receipt] of [
      [source, source],
      [place.folder, join(place.folder, 'pages')],
    ] as const) {
      const { code, stderr } = await place.run(['import', path, '--dry-run', '--receipt', receipt])
      expect(code).toBe(2)
      expect(stderr).toMatch(/^colloquy: --receipt names .*Name .*\n$/)
    }
    expect(readFileSync(source, 'utf8')).toBe(seedText)
    expect(existsSync(join(place.folder, 'pages'))).toBe(false)
  })
})

describe('the page', () => {
  test('a hostile source is only words on it', () => {
    const page = readPage(pageOf(hostile))
    expect(page.source).toBe(hostile)
    const names = page.all.map(({ name }) => name)
    expect(names.filter((name) => name === 'script' || name === 'style')).toEqual(['style', 'script'])
    expect(names).not.toContain('img')
    const attributes = page.all.flatMap(({ attribs }) => Object.keys(attribs))
    expect(attributes.filter((name) => name.startsWith('on'))).toEqual([])
    expectNothingOutside(page)
  })

  test('links and images of the article are shown, and lead nowhere', () => {
    const { article, receipt } = parse(hostile, { vocabulary })
    const intro = 'See [the *report*](https://example.org/a "b") and ![a map](https://example.org/map.png).'
    const result = { article: { ...article, intro }, receipt, status: 'preview' } as const
    const page = readPage(writeReceiptPage({ text: hostile, fileName: 'source.txt', result }))
    expectNothingOutside(page)
    const links = page.all.filter(({ attribs }) => attribs['class'] === 'link')
    expect(links.map((link) => [DomUtils.textContent(link), link.attribs['title']])).toEqual([
      ['the report', 'https://example.org/a'],
      ['a map', 'https://example.org/map.png'],
    ])
  })

  test('its one script is the one that its policy allows', () => {
    const { all } = readPage(pageOf(hostile))
    const [script = ''] = all.filter(({ name }) => name === 'script').map(DomUtils.textContent)
    const policy = all.find(({ attribs }) => attribs['http-equiv'] === 'Content-Security-Policy')
    const digest = createHash('sha256').update(script).digest('base64')
    expect(policy?.attribs['content']).toMatch(/^default-src 'none'; /)
    expect(policy?.attribs['content']).toContain(`script-src 'sha256-${digest}';`)
  })

  test.each(caseNames)('of %s has every character, and every link leads somewhere', (name) => {
    const { text } = sourceOfCase(name)
    const page = readPage(pageOf(text))
    expect(page.source).toBe(text)
    const ids = page.all.flatMap(({ attribs }) => attribs['id'] ?? [])
    expect(new Set(ids).size).toBe(ids.length)
    const targets = page.all.flatMap(({ attribs }) => attribs['href'] ?? [])
    expect(targets.filter((target) => !ids.includes(target.slice(1)))).toEqual([])
    for (const pair of page.pairs)
      expect(page.segments.map(({ attribs }) => attribs['data-part'])).toContain(pair.attribs['data-part'])
  })
})

const ImportReport = z.object({ receipt: Receipt, article: z.object({ qa: z.array(z.unknown()) }) })

interface Page {
  all: Element[]
  /** The words of the pane with the source. */
  source: string
  segments: Element[]
  pairs: Element[]
}

function pageOf(text: string): string {
  return writeReceiptPage({
    text,
    fileName: 'source.txt',
    result: { ...parse(text, { vocabulary }), status: 'preview' },
  })
}

function readPage(html: string): Page {
  const all = elementsOf(parseDocument(html).children)
  const source = all.filter(({ attribs }) => attribs['class'] === 'source')
  return {
    all,
    source: DomUtils.textContent(source),
    segments: elementsOf(source.flatMap(({ children }) => children)),
    pairs: all.filter(({ attribs }) => attribs['class'] === 'pair'),
  }
}

function elementsOf(nodes: ChildNode[]): Element[] {
  return nodes.flatMap((node) => (node instanceof Element ? [node, ...elementsOf(node.children)] : []))
}

function expectNothingOutside({ all }: Page): void {
  for (const { attribs } of all) {
    expect(attribs).not.toHaveProperty('src')
    expect(attribs['href'] ?? '#').toMatch(/^#/)
    expect(attribs['style'] ?? '').not.toContain('url(')
  }
}
