import type { SourceText } from './block.ts'
import { readBody } from './rst-body.ts'
import { metadataOf } from './rst-fields.ts'
import { linesOf } from './rst-lines.ts'
import { findLinks } from './rst-links.ts'
import { RstOutput } from './rst-output.ts'

/**
 * The paragraphs of a text in reStructuredText (https://docutils.sourceforge.io/docs/ref/rst/restructuredtext.html).
 * Nothing is included or run; malformed markup is text. Linear in any input.
 */
export function readRst(text: string): SourceText {
  const lines = linesOf(text)
  const output = new RstOutput(findLinks(text, lines))
  readBody(lines, { form: 'paragraph', lead: { first: '', rest: '' }, depth: 0 }, output)
  return { blocks: output.blocks, placed: output.placed, metadata: metadataOf(output.fields) }
}
