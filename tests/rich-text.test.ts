import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { countWords } from '../src/publishing/count-words.ts'
import { renderRichText } from '../src/publishing/rich-text.ts'
import { slugOf } from '../src/slug.ts'

describe('rich text', () => {
  test.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '[click](javascript:alert(1))',
    '[click](data:text/html,<script>alert(1)</script>)',
    '<javascript:alert(1)>',
    '![x](vbscript:alert(1))',
    '[x]: javascript:alert(1)\n\n[x]',
    '<a href="x" onclick="alert(1)">x</a>',
  ])('%s runs nothing', (markdown) => {
    const { html } = renderRichText(markdown)
    expect(html).not.toMatch(
      /<script|<img[^>]*onerror|<a [^>]*onclick|(href|src)="(javascript|data|vbscript):/i,
    )
  })

  test('is HTML, and the same words plain', () => {
    expect(renderRichText('One *two*\nthree.\n\nFour \\[five\\].')).toEqual({
      html: '<p>One <em>two</em>\nthree.</p>\n<p>Four [five].</p>',
      text: 'One two three.\n\nFour [five].',
    })
  })
})

test.each([
  ['The U.S. said: don’t stop', 5],
  ['state-of-the-art', 4],
  ['', 0],
  ['— …', 0],
  ['经济制裁', 4],
  ['Zürich 2012', 2],
])('%s has its words counted', (text, words) => {
  expect(countWords(text)).toBe(words)
})

describe('what a word is', () => {
  const UNSPACED = '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}'
  const RUN = new RegExp(
    `[${UNSPACED}]|(?:(?![${UNSPACED}])[\\p{L}\\p{N}\\p{M}'’]|\\.(?=[\\p{L}\\p{N}]))+`,
    'gu',
  )
  const wordsOf = (text: string) => text.match(RUN)?.filter((run) => /[\p{L}\p{N}]/u.test(run)) ?? []

  test('is one thing, whatever characters stand beside each other', () => {
    const parts = fc.constantFrom(...Array.from(`aé1½.'’ -王々⺀ひ・𝒳𠀀😀\u0301\u3099`), '\ud835', '\udcb3')
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 12 }), (chars) => {
        const text = chars.join('')
        expect(countWords(text)).toBe(wordsOf(text).length)
      }),
      { numRuns: 5_000 },
    )
  })

  test('is one thing for every character of the first plane', () => {
    const chars = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code))
    const texts = chars.map((char) => `a${char}b.${char}`)
    expect(texts.filter((text) => countWords(text) !== wordsOf(text).length)).toEqual([])
  })
})

test.each([
  ['The Widening U.S.-Pakistan Rift', 'the-widening-us-pakistan-rift'],
  ['Äpfel & Öl: ein Gespräch', 'aepfel-and-oel-ein-gespraech'],
  ['与王医生的谈话', '与王医生的谈话'],
  ['?!', 'untitled'],
  [
    `${'word '.repeat(30)}end`,
    'word-word-word-word-word-word-word-word-word-word-word-word-word-word-word-word',
  ],
])('%s makes a slug', (title, slug) => {
  expect(slugOf(title)).toBe(slug)
})
