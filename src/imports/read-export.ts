import type { Parsed } from './contract.ts'
import { readJsonExport } from './read-json-export.ts'
import { readMarkdownExport } from './read-markdown-export.ts'

/**
 * Reads what Colloquy itself wrote, as Markdown (`GET /v1/articles/{slug}.md`) or as JSON, and what people made of it.
 * undefined where it is other Markdown. `Problem` where it is ours and broken, or JSON of another shape.
 */
export function readExport(text: string, mediaType: string): Parsed | undefined {
  return mediaType === 'application/json' ? readJsonExport(text) : readMarkdownExport(text)
}
