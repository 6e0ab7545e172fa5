import { readdirSync, readFileSync } from 'node:fs'
import { parse } from '../../src/imports/parse.ts'
import { Vocabulary, type VocabularyTopic } from '../../src/topics/vocabulary.ts'

const CORPUS = new URL('./corpus/', import.meta.url)
const SEED = new URL('../../seed/', import.meta.url)

export const vocabulary: VocabularyTopic[] = Vocabulary.parse(
  JSON.parse(readFileSync(new URL('topics.json', SEED), 'utf8')),
)

/** Names of the cases: one folder each, with `source.txt` and `expected.json`. */
export const caseNames: string[] = readdirSync(CORPUS).sort()

export function fileOfCase(name: string, file: 'source.txt' | 'expected.json'): URL {
  return new URL(`${name}/${file}`, CORPUS)
}

export function sourceOfCase(name: string): string {
  return readFileSync(fileOfCase(name, 'source.txt'), 'utf8')
}

export function seedText(): string {
  return readFileSync(new URL('the-widening-us-pakistan-rift.txt', SEED), 'utf8')
}

/** What an expectation holds: the article, what became of each block, and the codes of the diagnostics. */
export function outcomeOf(text: string): object {
  const { article, receipt } = parse(text, { vocabulary })
  const blocks = receipt.segments
    .filter(({ kind }) => kind !== 'blank')
    .map(({ start, end, kind, qa, rule }) => {
      const words = text.slice(start, end).replace(/\s+/g, ' ')
      return `${kind}${qa === null ? '' : ` ${qa}`} (${rule}): ${words.length > 60 ? `${words.slice(0, 60)}…` : words}`
    })
  return { article, blocks, diagnostics: receipt.diagnostics.map(({ code }) => code) }
}
