import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DROPPED_KINDS, type ImportedArticle, type Parsed } from '../../src/imports/contract.ts'
import { parse } from '../../src/imports/parse.ts'
import { renderRichText } from '../../src/publishing/rich-text.ts'
import { vocabulary } from './cases.ts'
import { brokenHtml, captions, html, markdown, plain, rst, WORD } from './texts-of-words.ts'

/** `FUZZ=100 npx vitest run tests/imports/fuzz` tries a hundred times as many. */
const TIMES = Number(process.env.FUZZ ?? 1)
const TIMEOUT_MS = 30_000 * TIMES

function textsOf({ title, dek, intro, note, qa }: ImportedArticle): { set: string[]; rendered: string[] } {
  const markdown = [intro, note, ...qa.flatMap(({ question, answer }) => [question, answer])]
  return {
    set: [title, dek ?? ''],
    rendered: markdown.map((text) => (text === null ? '' : renderRichText(text).text)),
  }
}

const wordsIn = (text: string): string[] => text.toLowerCase().match(WORD) ?? []

/** Words that are neither in the article nor in a part of the source whose rule says why it is left out. */
function lostWords(source: string, { article, receipt }: Parsed): string[] {
  const { set, rendered } = textsOf(article)
  const explained = receipt.segments.filter(
    ({ kind, rule }) =>
      kind === 'date' ||
      kind === 'byline' ||
      (rule !== 'format' && DROPPED_KINDS.some((known) => known === kind)),
  )
  const found = new Set(
    [...set, ...rendered, ...explained.map(({ start, end }) => source.slice(start, end))].flatMap(wordsIn),
  )
  return wordsIn(source).filter((word) => !found.has(word))
}

/** Words in a part of the source that the receipt takes for mere markup, or for a field that does not have them. */
function untold(source: string, { article, receipt }: Parsed): string[] {
  const { title, dek, intro, note, qa } = article
  return receipt.segments.flatMap(({ start, end, kind, rule, qa: position }) => {
    const pair = qa[(position ?? 0) - 1]
    const fields: Record<string, string | null | undefined> = {
      title,
      dek,
      intro,
      note,
      question: pair?.question,
      answer: pair?.answer,
    }
    const words = wordsIn(source.slice(start, end))
    if (rule === 'format') return words.map((word) => `${word} is no markup`)
    if (!(kind in fields)) return []
    const told = wordsIn(fields[kind] ?? '')
    return words
      .filter((word) => !told.includes(word))
      .map((word) => `${word} is not in ${kind} ${position ?? ''}`)
  })
}

function checkWords(source: string, mediaType: string): void {
  const parsed = parse(source, { vocabulary, mediaType })
  expect(lostWords(source, parsed)).toEqual([])
  expect(untold(source, parsed)).toEqual([])
  const { set, rendered } = textsOf(parsed.article)
  // Where somebody else goes on with an answer, his name is said there.
  const names = parsed.article.people.flatMap(({ name }) => wordsIn(name))
  const spoken = (text: string) => wordsIn(text).filter((word) => !names.includes(word))
  const body = rendered.flatMap(spoken)
  expect(body.filter((word, index) => body.indexOf(word) !== index)).toEqual([])
  const order = parsed.article.qa.flatMap(({ question, answer }) => [question, answer].flatMap(spoken))
  expect(order).toEqual([...order].sort())
  // Words that stood apart stand apart.
  expect(
    [...set, ...rendered].flatMap((text) => text.match(/zq[b-z]{3}\p{L}|\p{L}zq[b-z]{3}/giu) ?? []),
  ).toEqual([])
}

describe('nothing is lost: every word is in the article once, or the receipt says why not, in', () => {
  test.each([
    ['text/plain', 'text', plain, 300],
    ['text/markdown', 'Markdown', markdown, 300],
    ['text/html', 'HTML', html, 300],
    ['text/html', 'HTML whose tags do not match', brokenHtml, 300],
    ['text/x-rst', 'reStructuredText', rst, 300],
    ['text/vtt', 'captions', captions, 300],
  ])(
    '%s: %s',
    (mediaType, _, texts, numRuns) => {
      fc.assert(
        fc.property(texts, (text) => {
          checkWords(text, mediaType)
        }),
        { numRuns: numRuns * TIMES },
      )
    },
    TIMEOUT_MS,
  )
})
