import fc from 'fast-check'
import MarkdownIt from 'markdown-it'
import { expect, test } from 'vitest'
import type { Block, Mark } from '../../src/imports/block.ts'
import { writeMarkdown } from '../../src/imports/write-markdown.ts'

const commonmark = new MarkdownIt('commonmark', { html: false })

function wordsOf(markdown: string): string {
  return commonmark
    .parse(markdown, {})
    .flatMap(({ type, content, children }) =>
      type === 'fence' ? [content] : (children ?? []).map((child) => child.content),
    )
    .join('')
    .replace(/\s+/g, '')
}

const words = fc
  .array(
    fc.constantFrom(
      'a',
      'Bo',
      '.',
      '!',
      '"',
      '*',
      '_',
      '`',
      '[',
      ']',
      '(',
      ')',
      '<',
      '#',
      '1.',
      '-',
      '>',
      '&amp;',
      '\\',
      '你',
      '“',
      '~',
      '|',
      'https://a.test/x',
      ' ',
    ),
    { minLength: 1, maxLength: 12 },
  )
  .map((parts) => parts.join('').replace(/\s+/g, ' ').trim())
  .filter((text) => text !== '')

const block = fc
  .tuple(
    words,
    fc.array(
      fc.record({
        from: fc.nat(12),
        to: fc.nat(12),
        kind: fc.constantFrom<Mark['kind']>('strong', 'emphasis', 'code', 'link'),
      }),
      { maxLength: 4 },
    ),
    fc.constantFrom('', '> ', '- ', '1. ', '   ', '  - '),
    fc.constantFrom<'paragraph' | 'heading' | 'code'>('paragraph', 'heading', 'code'),
  )
  .map(([text, marks, first, form]): Block => {
    const inside = marks
      .map((mark): Mark => ({
        ...mark,
        to: Math.min(mark.to, text.length),
        ...(mark.kind === 'link' && {
          url: text.startsWith('https', mark.from) ? 'https://a.test/x' : 'https://a.test/(x) y',
        }),
      }))
      .filter(({ from, to }) => from < to)
    const isItem = /^\s*(?:-|1\.) $/.test(first)
    const rest = isItem ? ' '.repeat(first.length) : first
    return {
      start: 0,
      end: text.length,
      text,
      markup: {
        form: isItem ? 'item' : form,
        level: form === 'heading' ? 3 : 0,
        lead: { first, rest },
        marks: form === 'code' ? [] : inside,
      },
    }
  })

test('whatever is marked, and however the marks lie, every word is rendered once and in order', () => {
  fc.assert(
    fc.property(fc.array(block, { minLength: 1, maxLength: 4 }), (blocks) => {
      const expected = blocks.map(({ text }) => text.replace(/\s+/g, '')).join('')
      expect(wordsOf(writeMarkdown(blocks) ?? '')).toBe(expected)
    }),
    { numRuns: 1000 },
  )
})
