import type { Block, SourceText } from './block.ts'
import { findBesideContent } from './find-main-content.ts'
import { parseHtml } from './parse-html.ts'
import { readPageMetadata } from './read-page-metadata.ts'
import { readTree, type SourceTree } from './read-tree.ts'

/**
 * The paragraphs of an HTML page's main content or of a fragment, in order, with what the page says of itself. What
 * stands around the text comes as stretches. `Problem` where it is nested too deeply.
 */
export function readHtml(text: string): SourceText {
  const root = parseHtml(text)
  const metadata = readPageMetadata(root)
  // What is never closed ends behind the text.
  const asIs = (offset: number) => Math.min(offset, text.length)
  const tree: SourceTree = {
    root,
    startAt: asIs,
    endAt: asIs,
    wordsAt: asIs,
    isExact: true,
    base: metadata.url,
    places: findBesideContent(root, metadata.title),
  }
  const { blocks, placed } = readTree(tree)
  return { blocks, placed, metadata: { ...metadata, topics: spokenOf(metadata.topics, blocks) } }
}

/** The keywords that the text has too: the others are meant for search engines. */
function spokenOf(keywords: string[], blocks: Block[]): string[] {
  if (keywords.length === 0) return []
  const text = blocks.map((block) => block.text.toLowerCase()).join('\n')
  return keywords.filter((keyword) => text.includes(keyword.toLowerCase()))
}
