import { describe, expect, test } from 'vitest'
import { countWords, renderRichText } from '../src/publishing/rich-text.ts'
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
