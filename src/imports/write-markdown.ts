import { toMarkdown } from 'mdast-util-to-markdown'
import type { Block } from './block.ts'

/** Characters that CommonMark may read as markup, anywhere or at the beginning of a line; text without them is itself. */
const MARKUP = /[\\`*_[\]<>&~|]|^[#+=-]|^\d+[.)]|!$|:\/\//
/** Escaped in one go; more paragraphs cost the same each. */
const PARAGRAPH_BREAK = '\n\n'

/** CommonMark that renders to exactly the words of these paragraphs, in order; null if there are none. */
export function writeMarkdown(blocks: Block[]): string | null {
  return blocks.length === 0 ? null : blocks.map((block) => escapeParagraph(block.text)).join(PARAGRAPH_BREAK)
}

function escapeParagraph(text: string): string {
  if (!MARKUP.test(text)) return text
  return toMarkdown({ type: 'paragraph', children: [{ type: 'text', value: text }] }).trimEnd()
}
