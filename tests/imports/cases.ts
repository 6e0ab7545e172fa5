import { readdirSync, readFileSync } from 'node:fs'
import { contentTypeOfFile } from '../../src/imports/media-type.ts'
import { parse } from '../../src/imports/parse.ts'
import { Vocabulary, type VocabularyTopic } from '../../src/topics/vocabulary.ts'

const CORPUS = new URL('./corpus/', import.meta.url)
const SEED = new URL('../../seed/', import.meta.url)

export const vocabulary: VocabularyTopic[] = Vocabulary.parse(
  JSON.parse(readFileSync(new URL('topics.json', SEED), 'utf8')),
)

/** Names of the cases: one folder each, with a source of any kind and `expected.json`. */
export const caseNames: string[] = readdirSync(CORPUS).sort()

export function expectationOfCase(name: string): URL {
  return new URL(`${name}/expected.json`, CORPUS)
}

export interface CaseSource {
  text: string
  mediaType: string
}

export function sourceOfCase(name: string): CaseSource {
  const folder = new URL(`${name}/`, CORPUS)
  const file = readdirSync(folder).find((entry) => entry.startsWith('source.')) ?? 'source.txt'
  const text = readFileSync(new URL(file, folder), 'utf8')
  return { text, mediaType: contentTypeOfFile(file) ?? 'text/plain' }
}

export function seedText(): string {
  return readFileSync(new URL('the-widening-us-pakistan-rift.txt', SEED), 'utf8')
}

/** What an expectation holds: the article, what became of each block, and the codes of the diagnostics. */
export function outcomeOf({ text, mediaType }: CaseSource): object {
  const { article, receipt } = parse(text, { vocabulary, mediaType })
  const blocks = receipt.segments
    .filter(({ kind, rule }) => kind !== 'blank' && rule !== 'format')
    .map(({ start, end, kind, qa, rule }) => {
      const words = text.slice(start, end).replace(/\s+/g, ' ')
      return `${kind}${qa === null ? '' : ` ${qa}`} (${rule}): ${words.length > 60 ? `${words.slice(0, 60)}…` : words}`
    })
  return { article, blocks, diagnostics: receipt.diagnostics.map(({ code }) => code) }
}
