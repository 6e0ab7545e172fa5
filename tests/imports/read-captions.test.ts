import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readCaptions } from '../../src/imports/read-captions.ts'

function caseText(name: string): string {
  return readFileSync(new URL(`corpus/${name}`, import.meta.url), 'utf8')
}

const samples = [
  'captions-srt-labels/source.srt',
  'captions-vtt-voices/source.vtt',
  'captions-vtt-rolling/source.vtt',
].map(caseText)

/** Cues of two seconds each, one behind the other, or after so many seconds of silence. */
function srt(...cues: (string | { silenceSeconds: number; text: string })[]): string {
  let second = 0
  return cues
    .map((cue, index) => {
      second += typeof cue === 'string' ? 0 : cue.silenceSeconds
      const times = [second, (second += 2)].map((at) => new Date(at * 1000).toISOString().slice(11, 19))
      return `${index + 1}\n${times.join(',000 --> ')},000\n${typeof cue === 'string' ? cue : cue.text}\n`
    })
    .join('\n')
}

function paragraphs(text: string): string[] {
  return readCaptions(text).blocks.map((block) => block.text)
}

function rules(text: string): Record<string, string[]> {
  const found: Record<string, string[]> = {}
  for (const { start, end, place } of readCaptions(text).placed)
    (found[place.rule] ??= []).push(text.slice(start, end).trim())
  return found
}

describe('cues', () => {
  test('become one paragraph as long as one sentence runs over them', () => {
    expect(paragraphs(srt('She had never', 'seen the sea,\nnot even', 'on a stamp.'))).toEqual([
      'She had never seen the sea, not even on a stamp.',
    ])
  })

  test('have their numbers and time lines inside the paragraph placed', () => {
    const text = srt('One sentence', 'in two cues.')
    expect(rules(text)).toEqual({
      'cue-number': ['1', '2'],
      'cue-time': ['00:00:00,000 --> 00:00:02,000', '00:00:02,000 --> 00:00:04,000'],
    })
    const block = readCaptions(text).blocks[0]
    expect(text.slice(block?.start, block?.end)).toMatch(/^One sentence\n\n2\n.*\nin two cues\.$/)
  })

  test('in Chinese are joined without spaces', () => {
    expect(paragraphs(srt('她从来没有', '见过大海。'))).toEqual(['她从来没有见过大海。'])
  })

  test('lose their tags and have their entities decoded', () => {
    expect(
      paragraphs(srt('{\\an8}<i>Bed</i> &amp; <font color="#fff">breakfast</font>,', '1 < 2 <b>')),
    ).toEqual(['Bed & breakfast, 1 < 2'])
  })

  test('keep text that an empty line or a missing time line sets apart', () => {
    expect(paragraphs('Nobody timed this,\n\n1\n00:00:01,000 --> 00:00:02,000\nor\n\nthat.\n')).toEqual([
      'Nobody timed this, or that.',
    ])
  })

  test('may be numbered although no empty line stands between them, and end in any line break', () => {
    const text =
      '1\r\n00:00:01,000 --> 00:00:02,000\r\nThe year\r\n2\r\n0:00:02.0 --> 0:00:03.0\r\n1984 was long.'
    expect(paragraphs(text)).toEqual(['The year 1984 was long.'])
  })

  test('of WebVTT may have names, hours left out and settings', () => {
    const text =
      'WEBVTT\n\nfirst words\n00:01.000 --> 00:02.000 line:0\nHello.\n\n7\n00:02.000 --> 00:03.000\n7\n'
    expect(paragraphs(text)).toEqual(['Hello. 7'])
    expect(rules(text)['cue-number']).toEqual(['first words', '7'])
  })
})

describe('a paragraph ends', () => {
  test('where another voice begins, which its tag names', () => {
    const text = `WEBVTT

00:01.000 --> 00:02.000
<v.first.loud Jane O&#39;Doe>Are you</v>

00:02.000 --> 00:03.000
<v.first Jane O&#39;Doe>there? <v Bob>Yes.
`
    const spoken = readCaptions(text).blocks.map(({ speaker, text: words }) => [speaker, words])
    expect(spoken).toEqual([
      ["Jane O'Doe", 'Are you there?'],
      ['Bob', 'Yes.'],
    ])
  })

  test('where a label begins, which stays in the text', () => {
    const text = srt('ANN: Why', 'bees?', 'LOU: Why not?\nANN: They sting.', 'LOU: So do I.')
    expect(paragraphs(text)).toEqual(['ANN: Why bees?', 'LOU: Why not?', 'ANN: They sting.', 'LOU: So do I.'])
  })

  test('where a numbered speaker begins', () => {
    const text = srt('Speaker 1: Why?', 'Speaker 2: Why', 'Speaker 2: not?')
    expect(paragraphs(text)).toEqual(['Speaker 1: Why?', 'Speaker 2: Why not?'])
  })

  test('not where a label only says again who is speaking', () => {
    const text = srt('Ann Lee: Why', 'Ann Lee: bees?', 'Lou: Why not?')
    expect(paragraphs(text)).toEqual(['Ann Lee: Why bees?', 'Lou: Why not?'])
    expect(rules(text)['repeated-label']).toEqual(['Ann Lee:'])
  })

  test('not at a word with a colon in the midst of a sentence', () => {
    expect(paragraphs(srt('I know one', 'Rule: never look down.'))).toEqual([
      'I know one Rule: never look down.',
    ])
  })

  test('where ">>" or a dash changes the speaker', () => {
    expect(paragraphs(srt('>> Why bees?', '>>> Why not?', 'They hum.'))).toEqual([
      '>> Why bees?',
      '>>> Why not? They hum.',
    ])
    expect(paragraphs(srt('- Why bees?\n- Why not?'))).toEqual(['- Why bees?', '- Why not?'])
    expect(paragraphs(srt('It was', '-5 or', '-- no, -7.'))).toEqual(['It was -5 or -- no, -7.'])
  })

  test('after a sentence that a long silence follows', () => {
    expect(
      paragraphs(srt('ANN: Bees.', { silenceSeconds: 5, text: 'Bees hum.' }, 'LOU: Yes.', 'ANN: Oh.')),
    ).toEqual(['ANN: Bees.', 'Bees hum.', 'LOU: Yes.', 'ANN: Oh.'])
    expect(paragraphs(srt('Bees', { silenceSeconds: 5, text: 'hum.' }))).toEqual(['Bees hum.'])
  })

  test('at a comment', () => {
    const text = 'WEBVTT\n\n00:01.000 --> 00:02.000\nOne\n\nNOTE cut\nhere\n\n00:02.000 --> 00:03.000\ntwo.\n'
    expect(paragraphs(text)).toEqual(['One', 'two.'])
    expect(rules(text)['caption-comment']).toEqual(['NOTE cut\nhere'])
  })

  test('around questions where nothing tells who speaks', () => {
    const text = srt(
      'You came back.',
      'Why was',
      'that? When?',
      'My mother',
      'was ill.',
      'And the house was mine.',
    )
    expect(paragraphs(text)).toEqual([
      'You came back.',
      'Why was that? When?',
      'My mother was ill. And the house was mine.',
    ])
  })

  test('with a sentence of a long speech where nothing tells who speaks, or anywhere if it has none', () => {
    const speech = Array.from({ length: 100 }, () => 'A sentence that runs over\ntwo lines.')
    expect(paragraphs(srt(...speech)).every((text) => text.endsWith('lines.') && text.length < 700)).toBe(
      true,
    )
    const unpunctuated = Array.from({ length: 100 }, (_, index) => `words without any end ${index}`)
    expect(paragraphs(srt(...unpunctuated)).length).toBeGreaterThan(2)
  })
})

describe('no words are', () => {
  test('sound notes that stand alone', () => {
    const text = srt(
      'I sang (badly)',
      '[music playing]',
      '(applause)',
      '♪ la la\nla ♪',
      '>> [laughs] [coughs]',
      'once.',
    )
    expect(paragraphs(text)).toEqual(['I sang (badly) once.'])
    expect(rules(text)['sound-note']?.slice(0, 2)).toEqual(['[music playing]', '(applause)'])
  })

  test('lines that captions which roll up show again', () => {
    const text = srt('one fish', 'one fish\ntwo fish', 'two fish\nred fish', 'red fish\nblue fish')
    expect(paragraphs(text)).toEqual(['one fish two fish red fish blue fish'])
    expect(rules(text)['repeated-cue-line']).toEqual(['one fish', 'two fish', 'red fish'])
  })

  test('header and styles of WebVTT, which may name the language', () => {
    const text = 'WEBVTT - Kiosk\nLanguage: pt-BR\n\nSTYLE\n::cue {}\n\n00:01.000 --> 00:02.000\nOi.\n'
    expect(paragraphs(text)).toEqual(['Oi.'])
    expect(rules(text)['caption-header']).toEqual(['WEBVTT - Kiosk\nLanguage: pt-BR'])
    expect(readCaptions(text).metadata.language).toBe('pt-BR')
  })
})

test('who says "No." twice is heard twice', () => {
  expect(paragraphs(srt('Did you go?', 'No.', 'No.', 'Never.', 'I stayed.'))[1]).toBe(
    'No. No. Never. I stayed.',
  )
})

const pieces = fc.constantFrom(
  ...[
    'WEBVTT',
    'NOTE',
    'STYLE',
    '00:01.000 --> 00:02.000',
    '00:00:01,000 --> 00:00:09,000',
    '-->',
    '1',
    '\n',
  ],
  ...[
    '\n\n',
    '\r\n',
    '<v Jane>',
    '</v>',
    '<',
    '>',
    '>> ',
    '- ',
    'JANE: ',
    'Bob: ',
    '[music]',
    '♪',
    '{\\an8}',
    '&amp;',
  ],
  ...['word', ' and', '?', '.', '好', '\u00a0', '\uFEFF', '😀', '\0'],
)
const mutated = fc
  .tuple(fc.constantFrom(...samples), fc.array(fc.tuple(fc.nat(2000), fc.nat(30), pieces), { maxLength: 8 }))
  .map(([text, cuts]) =>
    cuts.reduce((cut, [at, length, piece]) => cut.slice(0, at) + piece + cut.slice(at + length), text),
  )
const anything = fc.oneof(
  mutated,
  fc.string({ unit: 'binary' }),
  fc.array(pieces).map((parts) => parts.join('')),
)

describe('of any text', () => {
  test('paragraphs and stretches are in order, and a stretch lies in a paragraph or outside it', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const { blocks, placed } = readCaptions(text)
        for (const spans of [blocks, placed]) {
          let end = 0
          for (const span of spans) {
            expect(span.start).toBeGreaterThanOrEqual(end)
            expect(span.end).toBeGreaterThan(span.start)
            end = span.end
          }
          expect(end).toBeLessThanOrEqual(text.length)
        }
        for (const block of blocks) {
          expect(block.text).toBe(block.text.trim())
          for (const { start, end } of placed) {
            const isInside = start >= block.start && end <= block.end
            expect(isInside || end <= block.start || start >= block.end).toBe(true)
          }
        }
      }),
      { numRuns: 500 },
    )
  })

  test('no words are lost outside paragraphs and stretches', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const { blocks, placed } = readCaptions(text)
        const units = text.split('')
        for (const { start, end } of [...blocks, ...placed]) units.fill(' ', start, end)
        const outside = units.join('').replace(/<[^<>]*>|\{[^{}]*\}|&[#\w]+;?/g, '')
        expect(outside).not.toMatch(/[\p{L}\p{N}]/u)
      }),
      { numRuns: 500 },
    )
  })

  test.each(['<v', '<v a>b</v>', '{\\', '&', '[a] ', '(', '>> a\n', '1\n', 'NOTE\n\n', '00:', '!"'])(
    'many of %j are read in linear time',
    (piece) => {
      const text = `WEBVTT\n\n00:01.000 --> 00:02.000\n${piece.repeat(300_000 / piece.length)}`
      const start = performance.now()
      readCaptions(text)
      expect(performance.now() - start).toBeLessThan(1000)
    },
  )
})
