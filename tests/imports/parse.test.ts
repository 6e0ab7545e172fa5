import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import MarkdownIt from 'markdown-it'
import { describe, expect, test } from 'vitest'
import { DIAGNOSTICS, ImportedArticle, KEPT_KINDS, Receipt } from '../../src/imports/contract.ts'
import { WORST } from '../../bench/worst-texts.ts'
import { parse } from '../../src/imports/parse.ts'
import { Problem } from '../../src/problem.ts'
import { writeMarkdown } from '../../src/imports/write-markdown.ts'
import {
  type CaseSource,
  caseNames,
  expectationOfCase,
  outcomeOf,
  seedText,
  sourceOfCase,
  vocabulary,
} from './cases.ts'

const seed = parse(seedText(), { vocabulary })
const parseCase = ({ text, mediaType }: CaseSource) => parse(text, { vocabulary, mediaType })
const commonmark = new MarkdownIt('commonmark', { html: false })

function wordsOf(markdown: string): string {
  const tokens = commonmark.parse(markdown, {}).flatMap((token) => token.children ?? [])
  return squeeze(tokens.map(({ type, content }) => (type === 'softbreak' ? ' ' : content)).join(' '))
}

function squeeze(text: string): string {
  return text.replace(/\s+/g, '')
}

describe('the corpus', () => {
  test.each(caseNames)('%s comes out as expected', (name) => {
    const expected: unknown = JSON.parse(readFileSync(expectationOfCase(name), 'utf8'))
    expect(outcomeOf(sourceOfCase(name))).toEqual(expected)
  })

  test('every diagnostic is given by some case', () => {
    const given = caseNames.flatMap((name) => parseCase(sourceOfCase(name)).receipt.diagnostics)
    expect(new Set(given.map(({ code }) => code))).toEqual(new Set(Object.keys(DIAGNOSTICS)))
  })
})

describe('the seed', () => {
  const { article } = seed

  test('has its head', () => {
    expect(article.title).toBe('The Widening U.S.-Pakistan Rift')
    expect(article.dek).toMatch(/^The U\.S\. drone attack .* says CFR’s Daniel Markey\.$/)
    expect(article.publishedAt).toBe('2012-06-07T20:01:00.000Z')
    expect(article.note).toMatch(/^To help readers .* newsmakers\.$/)
    expect(article.intro).toMatch(/^The CIA drone attack June 4 .* objectives in the region\.$/)
    expect(article.topics[0]?.slug).toBe('terrorism-and-counterterrorism')
  })

  test('has eight pairs in order, pull quotes and page furniture left out', () => {
    const edges = article.qa.map(({ question, answer }) => [
      question.slice(0, 12),
      answer.slice(0, 12),
      answer.slice(-12),
    ])
    expect(edges).toEqual([
      ['Defense Secr', 'It is a new ', 'st Pakistan.'],
      ['That was bec', 'Right. The U', 'ery bad now.'],
      ['Pakistan was', 'Certainly th', 'frustration.'],
      ['How does the', 'It’s becomin', 'se for them.'],
      ['You’ve just ', 'There is an ', 'lent] video.'],
      ['Civilian dea', 'This is a bi', 'ent process.'],
      ['Did the Obam', 'There was pr', 'nted itself.'],
      ['Why doesn’t ', 'There are at', 'urn on them.'],
    ])
    expect(article.qa[4]?.answer.split('\n\n')).toHaveLength(2)
    expect(article.qa[7]?.answer).toContain('best proxies in any future Afghanistan')
  })

  test('names its people and what they do', () => {
    expect(article.people).toEqual([
      { name: 'Daniel Markey', role: 'interviewee', title: 'CFR South Asia expert' },
      { name: 'Bernard Gwertzman', role: 'interviewer', title: 'Consulting Editor' },
      { name: 'Abu Yahya al-Libi', role: 'mentioned', title: 'deputy al-Qaeda leader' },
      { name: 'Osama bin Laden', role: 'mentioned', title: null },
      { name: 'Leon Panetta', role: 'mentioned', title: 'Defense Secretary' },
      { name: 'Mohammed Zia ul-Haq', role: 'mentioned', title: 'General' },
    ])
    for (const pair of article.qa) {
      expect(pair).toMatchObject({ askedBy: 'Bernard Gwertzman', answeredBy: ['Daniel Markey'] })
    }
    expect(article.qa.map(({ mentions }) => mentions.length)).toEqual([2, 1, 0, 1, 0, 0, 1, 0])
  })

  test.each([
    ['drone-strikes', [4, 6]],
    ['nuclear-weapons', [2]],
    ['haqqani-network', [8]],
    ['bin-laden-raid', [7]],
    ['foreign-aid', [5]],
    ['us-pakistan-relations', [1, 3]],
  ])('%s is the topic of pairs %j and no other', (slug, pairs) => {
    const found = article.qa.flatMap(({ topics }, at) =>
      topics.some((topic) => topic.slug === slug) ? [at + 1] : [],
    )
    expect(found).toEqual(pairs)
  })

  test('gives the diagnostics an editor needs', () => {
    expect(seed.receipt.diagnostics.map(({ code }) => code)).toEqual([
      'date.zone-literal',
      'pull-quote.repeated',
      'question.statement',
      'pull-quote.repeated',
    ])
  })
})

describe('the receipt', () => {
  const texts = [seedText(), ...caseNames.map((name) => sourceOfCase(name).text)]
  /** A case with lines taken out, doubled, moved or broken. */
  const mutated = fc
    .tuple(
      fc.constantFrom(...texts),
      fc.array(fc.tuple(fc.nat(), fc.nat(), fc.string({ unit: 'binary' })), { maxLength: 12 }),
    )
    .map(([text, edits]) =>
      edits.reduce((edited, [from, length, insert]) => {
        const at = from % (edited.length + 1)
        return edited.slice(0, at) + insert + edited.slice(at + (length % 200))
      }, text),
    )

  test.each([
    ['any string', fc.string({ unit: 'binary', maxLength: 2000 })],
    [
      'lines of any kind',
      fc
        .array(
          fc.constantFrom(
            'Q:',
            'A: yes',
            '',
            '“',
            'More on:',
            'Jane Doe:',
            '1. Why?',
            'Related',
            '\r',
            '…',
            'I do.',
          ),
        )
        .map((lines) => lines.join('\n')),
    ],
    ['a broken interview', mutated],
  ])('tiles %s, loses nothing and keeps to the contract', (_, texts) => {
    fc.assert(
      fc.property(texts, (text) => {
        const { article, receipt } = parse(text, { vocabulary })
        ImportedArticle.parse(article)
        Receipt.parse(receipt)
        const ends = receipt.segments.map(({ end }) => end)
        expect(receipt.segments.map(({ start }) => start)).toEqual(
          ends.length > 0 ? [0, ...ends.slice(0, -1)] : [],
        )
        expect(ends.at(-1) ?? 0).toBe(text.length)
        const { characters, kept, dropped } = receipt.coverage
        expect(kept + dropped).toBe(characters)
      }),
      { numRuns: 150 },
    )
  })

  const plain = caseNames.filter((name) => sourceOfCase(name).mediaType === 'text/plain')
  test.each(['seed', ...plain])('%s: the words of every kept segment are in the field it claims', (name) => {
    const source = name === 'seed' ? { text: seedText(), mediaType: 'text/plain' } : sourceOfCase(name)
    const { text } = source
    const { article, receipt } = parseCase(source)
    const kept = receipt.segments.filter(({ kind }) => KEPT_KINDS.some((known) => known === kind))
    for (const { start, end, kind, qa } of kept) {
      const pair = article.qa[(qa ?? 0) - 1]
      const fields: Record<string, string | null | undefined> = {
        title: article.title,
        dek: article.dek,
        note: wordsOf(article.note ?? ''),
        intro: wordsOf(article.intro ?? ''),
        question: wordsOf(pair?.question ?? ''),
        answer: wordsOf(pair?.answer ?? ''),
      }
      const isRead = kind === 'date' || kind === 'byline'
      if (!isRead) expect(squeeze(fields[kind] ?? '')).toContain(squeeze(text.slice(start, end)))
    }
  })
})

describe('writeMarkdown', () => {
  test('gives text that renders to the same words, whatever they are', () => {
    const special = '\\ ` * _ [ ] < > & # + - = ~ | ! . ) ( 1 a : / " \' &amp; <b> ]( --- 1. ``` \u00a0'
    const marks = fc.constantFrom(' ', ...special.split(' '))
    const paragraph = fc.oneof(
      fc.array(marks).map((parts) => parts.join('')),
      fc.string({ unit: 'binary' }),
    )
    fc.assert(
      fc.property(fc.array(paragraph, { maxLength: 4 }), (paragraphs) => {
        const texts = paragraphs
          .map((text) => text.replaceAll('\0', '').replace(/\s+/g, ' ').trim())
          .filter((text) => text !== '')
        const markdown = writeMarkdown(texts.map((text) => ({ start: 0, end: text.length, text }))) ?? ''
        expect(wordsOf(markdown)).toBe(squeeze(texts.join('')))
        expect(commonmark.parse(markdown, {}).filter(({ type }) => type === 'paragraph_open')).toHaveLength(
          texts.length,
        )
      }),
      { numRuns: 500 },
    )
  })
})

const LONG_CHARS = 300_000

describe('a long text', () => {
  test.each(WORST)('of $name ($mediaType) is read whole, or refused', ({ mediaType, write }) => {
    const text = write(LONG_CHARS)
    const receipt = receiptOf(text, mediaType)
    if (receipt !== undefined) expect(receipt.coverage.kept + receipt.coverage.dropped).toBe(text.length)
  })
})

test.each([
  ['text/markdown', '- a\n'],
  ['text/plain', 'a\n\n'],
  ['text/html', '<p>a'],
])('a text of more than 100000 paragraphs is refused (%s)', (mediaType, paragraph) => {
  expect(receiptOf(paragraph.repeat(100_000), mediaType)).toBeDefined()
  expect(receiptOf(paragraph.repeat(100_001), mediaType)).toBeUndefined()
})

/** undefined where the text is refused. */
function receiptOf(text: string, mediaType: string): Receipt | undefined {
  try {
    return parse(text, { vocabulary, mediaType }).receipt
  } catch (error) {
    if (error instanceof Problem && error.code === 'unreadable_text') return undefined
    throw error
  }
}
