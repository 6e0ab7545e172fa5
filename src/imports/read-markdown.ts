import MarkdownIt from 'markdown-it'
import type { Block, SourceText } from './block.ts'
import { blankTemplateTags } from './blank-template-tags.ts'
import { cutBlock } from './cut-block.ts'
import { MASKED_BRACKET, takeReferences } from './link-references.ts'
import { findNamedFurniture } from './name-furniture.ts'
import { readFrontMatter } from './read-front-matter.ts'
import { nestedTooDeeply, parseHtml } from './parse-html.ts'
import { readTree, type SourceTree } from './read-tree.ts'

/** Deeper lists and quotations are refused. */
const NESTING_MAX = 60

const markdownIt = new MarkdownIt('default', { html: true, maxNesting: NESTING_MAX })

/** Of a text without raw HTML. */
const NO_PLACES: SourceTree['places'] = new Map()

type Env = Parameters<typeof markdownIt.parse>[1]
type Token = ReturnType<typeof markdownIt.parse>[number]

/**
 * The paragraphs of a Markdown text (CommonMark with tables and strikethrough, raw HTML and front matter), each with
 * the lines it stands in. `Problem` where it is nested too deeply.
 */
export function readMarkdown(text: string): SourceText {
  const front = readFrontMatter(text)
  const body = blankTemplateTags(text.slice(front.end))
  const { html, startAt, endAt } = renderWithOffsets(body)
  const root = parseHtml(html.includes(MASKED_BRACKET) ? html.replaceAll(MASKED_BRACKET, '[') : html)
  const { blocks, placed } = readTree({
    root,
    startAt: (offset) => front.end + startAt(offset),
    endAt: (offset) => front.end + endAt(offset),
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
  const notes: Block[] = []
  let rest: Block | undefined = block
  for (const [index, start] of starts.entries()) {
    if (rest === undefined) break
    const cut = cutBlock(source, rest, (starts[index + 1] ?? block.text.length) - start)
    if (cut.head?.markup !== undefined)
      notes.push({ ...cut.head, markup: { ...cut.head.markup, form: 'footnote' } })
    rest = cut.rest
  }
  return notes.length === 0 ? [block] : [...notes, ...(rest === undefined ? [] : [rest])]
}

/** Where a piece of the HTML came from: raw HTML stands in the source as it is, all else somewhere in its line. */
interface Piece {
  rendered: number
  source: number
  isRaw: boolean
}

/** The HTML as it is written; kept in parts, since to look into a growing string is to copy it. */
class Rendering {
  readonly pieces: Piece[] = []
  readonly #parts: string[] = []
  #length = 0

  /** What is written from here on comes from the source at this offset. */
  from(source: number, isRaw = false): void {
    this.pieces.push({ rendered: this.#length, source, isRaw })
  }

  write(html: string): void {
    this.#parts.push(html)
    this.#length += html.length
  }

  html(): string {
    return this.#parts.join('')
  }
}

function renderWithOffsets(body: string): { html: string } & Pick<SourceTree, 'startAt' | 'endAt'> {
  const { references, text } = takeReferences(body)
  const env: Env = { references }
  const tokens = markdownIt.parse(text, env)
  if (tokens.some(({ level }) => level >= NESTING_MAX - 2)) throw nestedTooDeeply(NESTING_MAX)
  const lines = lineStarts(body)
  const lineAt = (line: number) => lines[line] ?? body.length
  const rendering = new Rendering()
  // Cells have no lines of their own.
  const ends: (number | undefined)[] = []
  for (const [index, token] of tokens.entries()) {
    const [first, last] = token.map ?? []
    const closed = token.nesting === -1 ? ends.pop() : undefined
    if (closed !== undefined) rendering.from(closed)
    else if (first !== undefined) rendering.from(lineAt(first), token.type === 'html_block')
    if (token.type === 'inline') renderInline(token, rendering, (line) => lineAt((first ?? 0) + line))
    else {
      const rendered = renderToken(tokens, index, env)
      rendering.write(token.type === 'html_block' ? rendered + rawTextClosers(rendered) : rendered)
    }
    if (token.nesting === 1) ends.push(last === undefined ? undefined : lineAt(last))
    else if (token.nesting === 0 && last !== undefined) rendering.from(lineAt(last))
  }
  return { html: rendering.html(), ...offsetFinders(rendering.pieces, body.length) }
}

function renderToken(tokens: Token[], index: number, env: Env): string {
  const { renderer, options } = markdownIt
  const rule = renderer.rules[tokens[index]?.type ?? '']
  return rule === undefined
    ? renderer.renderToken(tokens, index, options)
    : rule(tokens, index, options, env, renderer)
}

/** Line by line, as a paragraph's lines are all that is known of where its words stand. */
function renderInline(token: Token, rendering: Rendering, lineAt: (line: number) => number): void {
  const children = token.children ?? []
  let html = ''
  let line = 0
  for (let from = 0; from < children.length;) {
    let to = from + 1
    while (to < children.length && !/^(?:soft|hard)break$/.test(children[to - 1]?.type ?? '')) to += 1
    const chunk = children.slice(from, to)
    const rendered = markdownIt.renderer.renderInline(chunk, markdownIt.options, {})
    rendering.write(rendered)
    html += rendered
    line += 1
    from = to
    if (from < children.length) rendering.from(lineAt(line))
  }
  if (children.some(({ type }) => type === 'html_inline')) rendering.write(rawTextClosers(html))
}

/** Elements whose content is no markup, so that one that is never closed swallows all that follows. */
const RAW_TEXT = ['script', 'style', 'iframe', 'textarea', 'title', 'xmp', 'noembed', 'noframes', 'plaintext']

/** What closes that which a piece of raw HTML leaves open and no later piece can be meant to be part of. */
function rawTextClosers(html: string): string {
  const lower = html.toLowerCase()
  const open = RAW_TEXT.filter((name) => lower.lastIndexOf(`<${name}`) > lower.lastIndexOf(`</${name}`))
  const comment = html.lastIndexOf('<!--') > html.lastIndexOf('-->') ? '-->' : ''
  return comment + open.map((name) => `</${name}>`).join('')
}

function lineStarts(text: string): number[] {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}

function offsetFinders(pieces: Piece[], length: number): Pick<SourceTree, 'startAt' | 'endAt'> {
  /** Index of the last piece that begins at or before an offset. */
  const pieceAt = (offset: number) => {
    let low = 0
    let high = pieces.length - 1
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      if ((pieces[middle]?.rendered ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    return low
  }
  const within = (piece: Piece, offset: number) => Math.min(length, piece.source + offset - piece.rendered)
  return {
    startAt: (offset) => {
      const piece = pieces[pieceAt(offset)]
      return piece === undefined ? 0 : piece.isRaw ? within(piece, offset) : piece.source
    },
    endAt: (offset) => {
      const index = pieceAt(Math.max(0, offset - 1))
      const piece = pieces[index]
      if (piece?.isRaw === true) return within(piece, offset)
      return Math.max(piece?.source ?? 0, pieces[index + 1]?.source ?? length)
    },
  }
}
