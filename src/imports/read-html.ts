import type { SourceText } from './block.ts'
import { findBesideContent } from './find-main-content.ts'
import { parseHtml } from './parse-html.ts'
import { readPageMetadata } from './read-page-metadata.ts'
import { readTree } from './read-tree.ts'

/**
 * The paragraphs of an HTML page's main content or of a fragment, in order, with what the page says of itself. What
 * stands around the text comes as stretches. `Problem` where it is nested too deeply.
 */
export function readHtml(text: string): SourceText {
  const root = parseHtml(text)
  const metadata = readPageMetadata(root)
  const asIs = (offset: number) => offset
  const tree = { root, startAt: asIs, endAt: asIs, base: metadata.url, places: findBesideContent(root) }
  return { ...readTree(tree), metadata }
}
