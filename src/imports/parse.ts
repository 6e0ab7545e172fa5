import type { SourceText } from './block.ts'
import type { Parsed } from './contract.ts'
import { findDiagnostics } from './find-diagnostics.ts'
import { guessLanguage } from './guess-language.ts'
import { readExport } from './read-export.ts'
import { readPage } from './read-page.ts'
import { readSource } from './read-source.ts'
import { type ParseContext, writeArticle } from './write-article.ts'
import { type Placed, writeReceipt } from './write-receipt.ts'

export type { ParseContext } from './write-article.ts'

/**
 * The interview in a plain text, and what became of every character of it. Any text gives a result: one without an
 * interview becomes an article without pairs. Pure: the same text and context give the same value.
 */
export function parse(text: string, context: ParseContext): Parsed {
  const own = readExport(text, context.mediaType ?? 'text/plain')
  if (own !== undefined) return own
  const source = readSource(text, context.mediaType ?? 'text/plain')
  const page = readPage(text, source, languageOf(source, context.language))
  const article = writeArticle(page, context)
  const positions = new Map<number, number>()
  page.pairs.forEach(({ question, answer }, index) => {
    for (const block of [...question, ...answer]) positions.set(block, index + 1)
  })
  const placed = page.blocks.map((block, index): Placed => {
    const place = page.places[index] ?? { kind: 'intro', rule: 'unplaced', confidence: 0.3 }
    const isLabel = place.kind === 'label'
    return { block, place, qa: positions.get(index) ?? (isLabel ? (positions.get(index + 1) ?? null) : null) }
  })
  const diagnostics = findDiagnostics(page, text, article)
  return { article, receipt: writeReceipt(text, { placed, stretches: source.placed, diagnostics }) }
}

/** As the caller says, else as the text reads, else as it calls itself. */
function languageOf({ blocks, metadata }: SourceText, given: string | undefined): string {
  if (given !== undefined) return given
  const guessed = guessLanguage(blocks.map(({ text }) => text).join('\n'))
  const named = metadata.language
  if (named === null) return guessed
  const isSame = named.split('-')[0] === guessed.split('-')[0]
  return isSame || guessed === 'und' ? named : guessed
}
