import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Block } from '../../src/imports/block.ts'
import { readRst } from '../../src/imports/read-rst.ts'

function caseText(name: string): string {
  return readFileSync(new URL(`corpus/${name}/source.rst`, import.meta.url), 'utf8')
}

const samples = ['rst-headings', 'rst-bold-questions', 'rst-definition-list'].map(caseText)

/** Form, with its level or what Markdown writes before it, and words of every block. */
function outline(text: string): string[] {
  return readRst(text).blocks.map(({ text: words, markup }) => {
    const { form = '', level = 0, lead = { first: '' } } = markup ?? {}
    return `${form}${level > 0 ? ` ${level}` : ''}: ${lead.first}${words}`
  })
}

/** Kind and words of every marked stretch. */
function marks(text: string): string[] {
  return readRst(text).blocks.flatMap(({ text: words, markup }: Block) =>
    (markup?.marks ?? []).map(({ from, to, kind, url }) =>
      [kind, words.slice(from, to), ...(url === undefined ? [] : [url])].join(' '),
    ),
  )
}

function stretches(text: string): string[] {
  return readRst(text).placed.map(({ start, end, place }) => {
    return `${place.kind} ${place.rule}: ${text.slice(start, end).replace(/\s+/g, ' ').trim()}`
  })
}

describe('blocks', () => {
  test('wrapped lines are one paragraph, with the span of its lines', () => {
    const text = 'One paragraph\nin two lines.\n\nAnd one more.\n'
    expect(outline(text)).toEqual(['paragraph: One paragraph in two lines.', 'paragraph: And one more.'])
    expect(readRst(text).blocks.map(({ start, end }) => [start, end])).toEqual([
      [0, 27],
      [29, 42],
    ])
  })

  test('titles have levels by the order in which their adornments come', () => {
    const text = '====\nBook\n====\n\nOne\n---\n\nSub\n~~~\n\nTwo\n---\n\n第一章\n======\n'
    expect(outline(text)).toEqual([
      'heading 1: Book',
      'heading 2: One',
      'heading 3: Sub',
      'heading 2: Two',
      'heading 4: 第一章',
    ])
  })

  test('a line of dots or a dash below a line makes no title', () => {
    expect(outline('Well\n...\n\nA long line\n--\n')).toEqual([
      'paragraph: Well ...',
      'paragraph: A long line --',
    ])
  })

  test('list items keep their numbers, their paragraphs and their lists', () => {
    expect(outline('- one\n  goes on\n\n  more\n\n  1. a\n  #. b\n- two\n\n(7) seven\n')).toEqual([
      'item: - one goes on',
      'paragraph:   more',
      'item:   1. a',
      'item:   2. b',
      'item: - two',
      'item: 7. seven',
    ])
  })

  test('a number that only begins a wrapped line counts nothing, nor do "Q." and "A."', () => {
    expect(outline('12. was the day\nof the fair.\n\nQ. Did you\n   go?\n\nA. Yes.\n')).toEqual([
      'paragraph: 12. was the day of the fair.',
      'paragraph: Q. Did you go?',
      'paragraph: A. Yes.',
    ])
  })

  test('indented paragraphs are quotations, one in another too', () => {
    expect(outline('He said:\n\n  Go\n  home.\n\n    Now.\n\n- item\n\n    cited\n')).toEqual([
      'paragraph: He said:',
      'quote: > Go home.',
      'quote: > > Now.',
      'item: - item',
      'paragraph:   cited',
    ])
  })

  test('a definition is a term and its paragraphs; a label with hanging lines is one paragraph', () => {
    expect(outline('Why?\n  Because.\n\n  And so.\n\nANN: I went\n  home.\n')).toEqual([
      'term: Why?',
      'paragraph: Because.',
      'paragraph: And so.',
      'paragraph: ANN: I went home.',
    ])
  })

  test('literal blocks, code, doctests and tables stay as they stand', () => {
    const text =
      'Say::\n\n  a *b*\n    c\n\n::\n\n> x\n\n.. code:: python\n   :linenos:\n\n   pass\n\n>>> 1\n1\n\n== ==\na  b\n== ==\n'
    expect(outline(text)).toEqual([
      'paragraph: Say:',
      'code: a *b*\n  c',
      'code: > x',
      'code: pass',
      'code: >>> 1\n1',
      'code: == ==\na  b\n== ==',
    ])
  })

  test('line blocks are a paragraph for each stanza', () => {
    expect(outline('| one\n| two\n  halves\n|\n| three\n')).toEqual([
      'paragraph: one two halves',
      'paragraph: three',
    ])
  })

  test('footnotes keep their label', () => {
    expect(outline('.. [1] Not so\n   fast.\n.. [#n] Later.\n')).toEqual([
      'footnote: [1] Not so fast.',
      'footnote: [#n] Later.',
    ])
  })

  test('a field that says nothing of the text is a line of it', () => {
    expect(outline(':Guest: Ann Lee\n\n:Ann: I went\n  home.\n')).toEqual([
      'paragraph: Guest: Ann Lee',
      'paragraph: Ann: I went home.',
    ])
  })

  test('notes and the like are their paragraphs', () => {
    expect(
      outline('.. note:: Mind the\n   gap.\n\n   Please.\n\n.. sidebar:: Trains\n   :class: x\n\n   Late.\n'),
    ).toEqual(['paragraph: Mind the gap.', 'paragraph: Please.', 'paragraph: Trains', 'paragraph: Late.'])
    expect(outline('.. epigraph::\n\n   Be brief.\n')).toEqual(['quote: > Be brief.'])
  })
})

describe('inline markup', () => {
  test('is taken off, and marks its words', () => {
    const text = 'An *old* **bold** ``co\\de`` and :strong:`x` `y`:code: :sub:`z`.'
    expect(outline(text)).toEqual(['paragraph: An old bold co\\de and x y z.'])
    expect(marks(text)).toEqual(['emphasis old', 'strong bold', 'code co\\de', 'strong x', 'code y'])
  })

  test('is none within words, before a space, between quotes, escaped or unclosed', () => {
    const text = '2*3*4 * a* "*" \\*b\\* **c `d ``e snake_case_ __init__ |x'
    expect(outline(text)).toEqual(['paragraph: 2*3*4 * a* "*" *b* **c `d ``e snake_case_ __init__ |x'])
    expect(marks(text)).toEqual([])
  })

  test('may begin and end within a word behind an escaped space', () => {
    expect(outline('re\\ *Structured*\\ Text')).toEqual(['paragraph: reStructuredText'])
  })

  test('links go where their own address, their name or the next nameless target says', () => {
    const text = `\`One <https://one.example/
a>\`_, Two_, \`the third\`_, four__ and \`five <Two_>\`_, One_.

.. _Two: https://two.example
.. _The Third: Two_
__ mailto:four@example.org
`
    expect(marks(text)).toEqual([
      'link One https://one.example/a',
      'link Two https://two.example',
      'link the third https://two.example',
      'link four mailto:four@example.org',
      'link five https://two.example',
      'link One https://one.example/a',
    ])
  })

  test('a link that would run a script is none', () => {
    expect(marks('`a <javascript:x>`_ and b_\n\n.. _b: data:text/html,x\n')).toEqual([])
  })

  test('footnote references keep their brackets, and replacements are made', () => {
    expect(outline('Yes [1]_ |d| no [#a]_.\n\n.. |d| replace:: or\n')).toEqual([
      'paragraph: Yes [1] or no [#a].',
    ])
  })
})

describe('what is no text', () => {
  test('is placed by what it is', () => {
    const text = `.. image:: a.png
   :alt: A

.. A comment
   of two lines.

Text.

----

.. figure:: b.png

   The caption.

.. raw:: html

   <hr>

.. _x: y
.. |z| image:: z.png
.. pull-quote::

   Text.
`
    expect(stretches(text)).toEqual([
      'markup directive: .. image:: a.png :alt: A',
      'markup comment: .. A comment of two lines.',
      'markup transition: ----',
      'markup directive: .. figure:: b.png',
      'caption figure-caption: The caption.',
      'markup directive: .. raw:: html <hr>',
      'markup link-target: .. _x: y',
      'markup substitution: .. |z| image:: z.png',
      'markup directive: .. pull-quote::',
      'pull-quote pull-quote-directive: Text.',
    ])
    expect(outline(text)).toEqual(['paragraph: Text.'])
  })

  test('an empty comment takes no lines below', () => {
    expect(outline('..\n\n  Quoted.\n')).toEqual(['quote: > Quoted.'])
  })

  test('fields at the top, below a title too, are the metadata', () => {
    const text = `Title
=====

:Authors: Ann Lee; Bo Day
:Date: $Date: 2011/05/03 $
:Summary: What it
   is about.
:Language: en
:Organization: The Kiosk
:tags: a, b
:slug: kiosk
`
    const { metadata, placed } = readRst(text)
    expect(metadata).toMatchObject({
      title: null,
      dek: 'What it is about.',
      publishedAt: '2011-05-03T00:00:00.000Z',
      language: 'en',
      publisher: 'The Kiosk',
      authors: ['Ann Lee', 'Bo Day'],
      topics: ['a', 'b'],
    })
    expect(placed.map(({ place }) => place.kind)).toEqual([
      'byline',
      'date',
      'dek',
      'markup',
      'markup',
      'markup',
      'markup',
    ])
    expect(readRst(':Title: Salt\n').metadata.title).toBe('Salt')
  })

  test('comments in which Nikola keeps the fields are metadata, at the top only', () => {
    expect(readRst('.. title: Salt\n.. date: 2019-03-03\n\nText.\n').metadata).toMatchObject({
      title: 'Salt',
      publishedAt: '2019-03-03T00:00:00.000Z',
    })
    expect(readRst('Text.\n\n.. title: Salt\n').metadata.title).toBeNull()
  })
})

const pieces = fc.constantFrom(
  ...[
    '*',
    '**',
    '`',
    '``',
    '_',
    '__',
    '|',
    '[1]_',
    '\\',
    ':',
    '::',
    ':ref:',
    '<',
    '>',
    '.. ',
    '..\n',
    '- ',
    '1. ',
  ],
  ...[
    '====',
    '----\n',
    '\n',
    '\n\n',
    '\r\n',
    '  ',
    '\t',
    '.. note:: ',
    '.. figure:: x\n',
    '.. [1] ',
    ':Date: ',
    '>>> ',
  ],
  ...['+--+', '| ', 'word', 'two words', '?', '好', '\u00a0', '\uFEFF', '😀', '\0'],
)
const mutated = fc
  .tuple(fc.constantFrom(...samples), fc.array(fc.tuple(fc.nat(1500), fc.nat(30), pieces), { maxLength: 8 }))
  .map(([text, cuts]) =>
    cuts.reduce((cut, [at, length, piece]) => cut.slice(0, at) + piece + cut.slice(at + length), text),
  )
const anything = fc.oneof(
  mutated,
  fc.string({ unit: 'binary' }),
  fc.array(pieces, { maxLength: 60 }).map((parts) => parts.join('')),
)

describe('of any text', () => {
  test('blocks and stretches are in order and apart, and marks lie in their block', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const { blocks, placed } = readRst(text)
        let end = 0
        for (const span of [...blocks, ...placed].sort((a, b) => a.start - b.start)) {
          expect(span.start).toBeGreaterThanOrEqual(end)
          expect(span.end).toBeGreaterThan(span.start)
          end = span.end
        }
        expect(end).toBeLessThanOrEqual(text.length)
        for (const spans of [blocks, placed])
          expect(spans.map(({ start }) => start)).toEqual(
            spans.map(({ start }) => start).sort((a, b) => a - b),
          )
        for (const { text: words, markup } of blocks)
          for (const { from, to } of markup?.marks ?? []) {
            expect(words.slice(from, to)).not.toBe('')
            expect(to).toBeLessThanOrEqual(words.length)
          }
      }),
      { numRuns: 500 },
    )
  })

  test('no words are lost outside blocks and stretches', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const { blocks, placed } = readRst(text)
        const units = text.split('')
        for (const { start, end } of [...blocks, ...placed]) units.fill(' ', start, end)
        expect(units.join('').replace(/\(?\d{1,3}[.)]/g, '')).not.toMatch(/[\p{L}\p{N}]/u)
      }),
      { numRuns: 500 },
    )
  })

  test('bodies nested without end are read as text', () => {
    expect(outline(`${'- '.repeat(5000)}end`)[0]).toMatch(/- end$/)
    const stairs = Array.from({ length: 500 }, (_, depth) => `${' '.repeat(depth)}step`).join('\n\n')
    expect(readRst(stairs).blocks).toHaveLength(500)
  })

  test.each([
    ...[
      '*a ',
      '`a ',
      '``a ',
      '|a| ',
      'a_ ',
      'a__ __ b\n',
      ':a:',
      '\\',
      '[a]_ ',
      '`a\n <b>`_ ',
      '- ',
      '- a\n\n',
    ],
    ...['::\n\n', '.. _a: b_\n\n', ':tags: b\n:date: x\n', '.. note:: ', 'a\n====\n', 'Q: a\n b\n'],
  ])('many of %j are read in linear time', (piece) => {
    const text = piece.repeat(300_000 / piece.length)
    const start = performance.now()
    readRst(text)
    expect(performance.now() - start).toBeLessThan(1000)
  })
})
