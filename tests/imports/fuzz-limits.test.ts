import { deflateRawSync, gzipSync } from 'node:zlib'
import { isTag, isText, type ParentNode } from 'domhandler'
import fc from 'fast-check'
import { parseDocument } from 'htmlparser2'
import { describe, expect, test } from 'vitest'
import { ImportedArticle, Receipt } from '../../src/imports/contract.ts'
import { decode } from '../../src/imports/decode.ts'
import { MEDIA_TYPES } from '../../src/imports/media-type.ts'
import { parse } from '../../src/imports/parse.ts'
import { Problem } from '../../src/problem.ts'
import { renderRichText } from '../../src/publishing/rich-text.ts'
import { vocabulary } from './cases.ts'

/** `FUZZ=100 npx vitest run tests/imports/fuzz` tries a hundred times as many. */
const TIMES = Number(process.env.FUZZ ?? 1)
const types = Object.keys(MEDIA_TYPES)

/** The code of the problem that `read` ends with; anything else that it throws is thrown on. */
function codeOf(read: () => unknown): string | undefined {
  try {
    read()
    return undefined
  } catch (error) {
    if (error instanceof Problem) return error.code
    throw error
  }
}

const DEPTH = 10_000
const deep = (open: string, close: string, core = 'Why?') => open.repeat(DEPTH) + core + close.repeat(DEPTH)
const stairs = (line: (level: number) => string) =>
  Array.from({ length: 1000 }, (_, level) => line(level)).join('\n')
const arrays = deep('[', ']', '1')
const objects = deep('{"a":', '}', '1')
const names = deep('{"name":', '}', '1')
const linkedData = (json: string) => `<script type="application/ld+json">${json}</script><p>Why?</p>`

test.each([
  ['elements', deep('<div>', '</div>')],
  ['elements without end', deep('<div><b>', '')],
  ['marks', deep('<b><i>', '</i></b>')],
  ['lists', deep('<ul><li>', '</li></ul>')],
  ['tables', deep('<table><tr><td>', '')],
  ['drawings', deep('<svg><g>', '')],
  ['templates', deep('<template>', '</template>')],
  ['data of a page', linkedData(arrays)],
  ['data of a page in objects', linkedData(objects)],
  ['authors of a page', linkedData(`{"@type":"Article","author":${arrays}}`)],
  ['names of authors of a page', linkedData(`{"@type":"Article","author":${names}}`)],
  ['quotations on a line', deep('> ', '')],
  ['quotations without spaces', deep('>', '')],
  ['list items on a line', deep('- ', '')],
  ['numbers on a line', deep('1. ', '')],
  ['emphasis', deep('*a **b ', '** *')],
  ['emphasis of one sign', deep('*', '*')],
  ['links', deep('[', '](x)')],
  ['images', deep('![', '](x)')],
  ['brackets', deep('(', ')')],
  ['front matter', `---\nauthors: ${arrays}\n---\nWhy?`],
  ['front matter of our own', `---\ncolloquy: 1\ntitle: ${arrays}\n---\nWhy?`],
  ['front matter in braces', `---\na: ${deep('{a: ', '}')}\n---\nWhy?`],
  ['front matter as JSON', `{\n"authors": ${arrays}\n}\nWhy?`],
  ['a marker of our own', `---\ncolloquy: 1\n---\n\n<!-- question ${objects} -->\nWhy?\n`],
  ['arrays', arrays],
  ['objects', objects],
  ['pairs', `{"title":"a","qa":${arrays}}`],
  ['an article in an article', deep('{"article":', '}', '1')],
  ['lists that sink', stairs((level) => `${' '.repeat(level * 2)}- Why?`)],
  ['quotations that sink', stairs((level) => `${'>'.repeat(level)} Why?\n`)],
  ['paragraphs that sink', stairs((level) => `${' '.repeat(level)}Why?\n`)],
  ['definitions that sink', stairs((level) => `${' '.repeat(level)}Why?`)],
  ['fields that sink', stairs((level) => `${' '.repeat(level)}:a: Why?`)],
  ['directives that sink', stairs((level) => `${' '.repeat(level)}.. note::`)],
  ['titles of all kinds', stairs((level) => `Why?\n${String.fromCharCode(33 + (level % 15)).repeat(4)}\n`)],
  ['voices', deep('<v A><c.x>', '')],
])('%s, thousands of levels deep, are read or refused as any type', (_, text) => {
  for (const mediaType of types) {
    const code = codeOf(() => {
      const { article, receipt } = parse(text, { vocabulary, mediaType })
      ImportedArticle.parse(article)
      Receipt.parse(receipt)
    })
    expect(code ?? 'unreadable_text').toBe('unreadable_text')
  }
})

describe('binary data', () => {
  const text = Buffer.from('Is it so? Yes, I do. '.repeat(100))
  const zip = (name: string) => {
    const packed = deflateRawSync(text)
    const header = Buffer.alloc(30)
    header.write('PK\x03\x04', 'latin1')
    header.writeUInt16LE(20, 4)
    header.writeUInt16LE(8, 8)
    header.writeUInt32LE(packed.length, 18)
    header.writeUInt32LE(text.length, 22)
    header.writeUInt16LE(name.length, 26)
    return Buffer.concat([header, Buffer.from(name), packed, Buffer.from('PK\x05\x06\0\0\0\0', 'latin1')])
  }
  const PNG =
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
  const PDF =
    '%PDF-1.7\n%\xe2\xe3\n1 0 obj\n<</Filter/FlateDecode>>\nstream\n\x00\x01\x02\x9c\xff\nendstream\n%%EOF'
  test.each([
    ['gzip', gzipSync(text)],
    ['a ZIP archive', zip('interview.txt')],
    ['a Word document', zip('word/document.xml')],
    ['a PDF', Buffer.from(PDF, 'latin1')],
    ['a PNG image', Buffer.from(PNG, 'base64')],
    [
      'a JPEG image',
      Buffer.from('\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0\xff\xdb\0C\0', 'latin1'),
    ],
    ['a program', Buffer.from('\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0>\0', 'latin1')],
  ])('%s is refused, whatever it is said to be', (_, bytes) => {
    for (const header of [
      undefined,
      'application/octet-stream',
      'text/plain; charset=windows-1252',
      ...types,
    ])
      expect(codeOf(() => decode(bytes, header))).toMatch(/^(?:unsupported_media_type|unreadable_text)$/)
  })
})

describe('text in the charset', () => {
  const SAMPLE = 'Is it so? – Ja, für Zoë 你好。'
  const utf16 = Buffer.from(`\ufeff${SAMPLE}`, 'utf16le')
  test.each([
    ['utf-8', Buffer.from(`\ufeff${SAMPLE}`)],
    ['utf-16le', utf16],
    ['utf-16be', Buffer.from(utf16).swap16()],
  ])('%s is known by its byte order mark', (charset, bytes) => {
    for (const header of [undefined, 'text/plain', 'text/plain; charset=windows-1252'])
      expect(decode(bytes, header)).toEqual({ text: SAMPLE, charset, mediaType: 'text/plain' })
  })

  test.each([
    ['windows-1252', '93466ffc722220967a6feb94', '“Foür" –zoë”'],
    ['gb18030', 'c4e3bac3c2f0a3bf', '你好吗？'],
    ['shift_jis', '82b182f182c982bf82cd8142', 'こんにちは。'],
    ['euc-kr', 'bec8b3e7c7cfbcbcbfe4', '안녕하세요'],
    ['koi8-r', 'f0d2c9d7c5d4', 'Привет'],
  ])('%s is read as the header or the page names it', (charset, hex, text) => {
    const bytes = Buffer.from(hex, 'hex')
    expect(decode(bytes, `text/plain; charset=${charset}`)).toMatchObject({ text, charset })
    for (const meta of [
      `<meta charset="${charset}">`,
      `<META charset=${charset.toUpperCase()}>`,
      `<meta http-equiv="Content-Type" content="text/html; charset=${charset}">`,
    ]) {
      const head = `<!DOCTYPE html><html><head>${meta}</head><body><p>`
      const page = decode(Buffer.concat([Buffer.from(head), bytes]), 'text/html')
      expect(page).toEqual({ text: head + text, charset, mediaType: 'text/html' })
    }
  })
})

const ADDRESSES = [
  'javascript:alert(1)|JaVaScRiPt:alert(1)| javascript:alert(1)|java\nscript:alert(1)|java\tscript:alert(1)|vbscript:x',
  '\u0001javascript:alert(1)|&#106;avascript&colon;alert(1)|javascript&amp;colon;alert(1)|&amp;#106;avascript:alert(1)',
  'data:text/html,<script>alert(1)</script>|data:text/html;base64,PHNjcmlwdD4=|file:///etc/passwd|blob:x|//a.test/x',
  '/x|?a=1&copy=2|x) [y](javascript:alert(1)|x](javascript:alert(1))|x> <javascript:alert(1)>|mailto:a@a.test|#javascript:x',
  'https://a.test/(x)"onmouseover="alert(1)|https://a.test/\'>|https://a.test/\\|x "title" onload=|',
].flatMap((line) => line.split('|'))
const HOSTILE = `<script>alert(1)</script>
<script src=//a.test/x></script>
<scr<script>ipt>alert(1)</script>
<img src=x onerror=alert(1)>
<svg onload=alert(1)><script>alert(1)</script></svg>
<svg><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>
<math><mi xlink:href="javascript:alert(1)">x</mi></math>
<iframe srcdoc="<script>alert(1)</script>"></iframe>
<object data="javascript:alert(1)"></object><embed src="javascript:alert(1)">
<base href="javascript:alert(1)//">
<base href="//a.test/">
<link rel="canonical" href="javascript:alert(1)"><meta property="og:url" content="javascript:alert(1)">
<meta http-equiv="refresh" content="0;url=javascript:alert(1)">
<form action="javascript:alert(1)"><button formaction="javascript:alert(1)">x</button></form>
<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>
<p>&lt;img src=x onerror=alert(1)&gt;</p>
<p>[x](javascript:alert(1)) ![x](//a.test/x.png) &lt;javascript:alert(1)&gt;</p>
<p>[x]: javascript:alert(1)</p><p>[x]</p>
<pre>&lt;script&gt;alert(1)&lt;/script&gt;&#10;\`\`\`&#10;&lt;b onclick=x&gt;</pre>
<style>@import "//a.test"</style><p style="background:url(javascript:alert(1))">Why?</p>
<!--><script>alert(1)</script>-->
<![CDATA[<script>alert(1)</script>]]>
<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>
<textarea></textarea><script>alert(1)</script>
<xmp><script>alert(1)</script></xmp>
<p>“</p><title><img src=x onerror=alert(1)></title>
<template><script>alert(1)</script></template>
<details open ontoggle=alert(1)>x</details>
\`
<p>Why is it so?</p>
<p>I think it is.</p>
<h2>
<b>
<p onmouseover=alert(1)>
</p>
<ul><li>
<blockquote>`.split('\n')
const hostileLink = fc
  .tuple(
    fc.constantFrom(...ADDRESSES),
    fc.constantFrom('Why?', '<b>x</b>', '](javascript:x)', '`x`', '<img src=x onerror=x>', '!', '\\'),
  )
  .map(([url, text]) => `<p>!<a href="${url.replaceAll('"', '&quot;')}" onclick="alert(1)">${text}</a></p>`)
const hostile = fc
  .array(fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...HOSTILE) }, hostileLink), { maxLength: 12 })
  .map((parts) => parts.join('\n'))

const SITE = 'https://site.example/'
const SAFE_TAGS = new Set('p strong em code a h1 h2 h3 h4 h5 h6 ul ol li blockquote pre br hr'.split(' '))

/** What of an HTML could run or fetch something, or is nothing that a text needs. */
function unsafe(parent: ParentNode): string[] {
  return parent.children.flatMap((child) => {
    if (!isTag(child)) return isText(child) ? [] : [child.type]
    const attributes = Object.entries(child.attribs).flatMap(([name, value]) => {
      // As a browser reads it.
      const protocol = URL.canParse(value, SITE) ? new URL(value, SITE).protocol : 'https:'
      const isLink = child.name === 'a' && name === 'href' && /^(?:https?|mailto):$/.test(protocol)
      const isStart = child.name === 'ol' && name === 'start' && /^\d+$/.test(value)
      return isLink || isStart ? [] : [`${name}=${value}`]
    })
    return [...(SAFE_TAGS.has(child.name) ? [] : [child.name]), ...attributes, ...unsafe(child)]
  })
}

test.each(['text/html', 'text/markdown', 'text/x-rst', 'text/plain', 'text/vtt'])(
  'nothing that a text of %s brings runs or is fetched where its article is shown',
  (mediaType) => {
    fc.assert(
      fc.property(hostile, (text) => {
        const { intro, note, qa, source } = parse(text, { vocabulary, mediaType }).article
        const texts = [intro, note, ...qa.flatMap(({ question, answer }) => [question, answer])]
        for (const markdown of texts)
          expect(unsafe(parseDocument(renderRichText(markdown ?? '').html))).toEqual([])
        expect(source.url ?? SITE).toMatch(/^https?:/)
      }),
      { numRuns: (mediaType === 'text/html' ? 400 : 100) * TIMES },
    )
  },
  30_000 * TIMES,
)
