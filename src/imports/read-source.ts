import { NO_METADATA, type SourceText } from './block.ts'
import { readCaptions } from './read-captions.ts'
import { readHtml } from './read-html.ts'
import { readMarkdown } from './read-markdown.ts'
import { readRst } from './read-rst.ts'
import { readText } from './read-text.ts'
import { checkParagraphs } from './refusals.ts'

const readers: Record<string, (text: string) => SourceText> = {
  'text/markdown': readMarkdown,
  'text/html': readHtml,
  'text/x-rst': readRst,
  'application/x-subrip': readCaptions,
  'text/vtt': readCaptions,
}

/**
 * The blocks of a text by the reader of its media type; of a type without one as plain text. `Problem` where it has too
 * many paragraphs or is nested too deeply.
 */
export function readSource(text: string, mediaType: string): SourceText {
  const reader = readers[mediaType]
  const source = reader?.(text) ?? { blocks: readText(text), placed: [], metadata: NO_METADATA }
  checkParagraphs(source.blocks.length)
  return source
}
