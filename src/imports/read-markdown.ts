import type { Block, SourceText } from './block.ts'
import { blankTemplateTags } from './blank-template-tags.ts'
import { cutBlock } from './cut-block.ts'
import { findNamedFurniture } from './name-furniture.ts'
import { readFrontMatter } from './read-front-matter.ts'
import { parseHtml } from './parse-html.ts'
import { readTree, type SourceTree } from './read-tree.ts'
import { renderMarkdown } from './render-markdown.ts'

/** Of a text without raw HTML. */
const NO_PLACES: SourceTree['places'] = new Map()

/**
 * The paragraphs of a Markdown text (CommonMark with tables and strikethrough, raw HTML and front matter), each with
 * the lines it stands in. `Problem` where it is nested too deeply.
 */
export function readMarkdown(text: string): SourceText {
  const front = readFrontMatter(text)
  const body = blankTemplateTags(text.slice(front.end))
  const { html, startAt, endAt, wordsAt } = renderMarkdown(body)
  const root = parseHtml(html)
  const { blocks, placed } = readTree({
    root,
    startAt: (offset) => front.end + startAt(offset),
    endAt: (offset) => front.end + endAt(offset),
    wordsAt: (offset) => front.end + wordsAt(offset),
    isExact: false,
    source: text,
    base: front.metadata.url,
    // Only raw HTML names its elements.
    places: body.includes('<') ? findNamedFurniture(root) : NO_PLACES,
  })
  return {
    blocks: blocks.flatMap((block) => footnotesOf(text, block)),
    placed: [...front.placed, ...placed],
    metadata: front.metadata,
  }
}

const FOOTNOTE = /(?:^|\s)(?=\[\^[^\]\s]{1,40}\]:\s)/g

/** A paragraph of footnotes as one block each; any other block as it is. */
function footnotesOf(source: string, block: Block): Block[] {
  if (block.markup?.form !== 'paragraph' || !block.text.startsWith('[^')) return [block]
  const starts = [...block.text.matchAll(FOOTNOTE)].map(({ 0: space, index }) => index + space.length)
  return starts.length === 0 ? [block] : cutNotes(source, block, starts)
}

/** Cut into halves again and again: one note after the other would look at all that follows each time. */
function cutNotes(source: string, block: Block, starts: number[]): Block[] {
  const middle = starts.length >> 1
  if (middle === 0)
    return [block.markup === undefined ? block : { ...block, markup: { ...block.markup, form: 'footnote' } }]
  const { head, rest } = cutBlock(source, block, (starts[middle] ?? 0) - (starts[0] ?? 0))
  return [
    ...(head === undefined ? [] : cutNotes(source, head, starts.slice(0, middle))),
    ...(rest === undefined ? [] : cutNotes(source, rest, starts.slice(middle))),
  ]
}
