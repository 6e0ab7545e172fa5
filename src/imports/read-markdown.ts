import MarkdownIt from 'markdown-it'
import type { SourceText } from './block.ts'
import { blankTemplateTags } from './blank-template-tags.ts'
import { findNamedFurniture } from './name-furniture.ts'
import { readFrontMatter } from './read-front-matter.ts'
import { nestedTooDeeply, parseHtml } from './parse-html.ts'
import { readTree, type SourceTree } from './read-tree.ts'

/** Deeper lists and quotations are refused. */
const NESTING_MAX = 60

const markdownIt = new MarkdownIt('default', { html: true, maxNesting: NESTING_MAX })

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
  const root = parseHtml(html)
  const { blocks, placed } = readTree({
    root,
    startAt: (offset) => front.end + startAt(offset),
    endAt: (offset) => front.end + endAt(offset),
    base: front.metadata.url,
    places: findNamedFurniture(root),
  })
  return { blocks: blocks.map(nameFootnote), placed: [...front.placed, ...placed], metadata: front.metadata }
}

function nameFootnote(block: SourceText['blocks'][number]): SourceText['blocks'][number] {
  const { markup } = block
  return markup?.form === 'paragraph' && /^\[\^[^\]\s]{1,40}\]:/.test(block.text)
    ? { ...block, markup: { ...markup, form: 'footnote' } }
    : block
}

/** Where a piece of the HTML came from: raw HTML stands in the source as it is, all else somewhere in its line. */
interface Piece {
  rendered: number
  source: number
  isRaw: boolean
}

class Rendering {
  html = ''
  readonly pieces: Piece[] = []

  /** What is written from here on comes from the source at this offset. */
  from(source: number, isRaw = false): void {
    this.pieces.push({ rendered: this.html.length, source, isRaw })
  }
}

function renderWithOffsets(body: string): { html: string } & Pick<SourceTree, 'startAt' | 'endAt'> {
  const env: Env = { references: undefinedReferences(body) }
  const tokens = markdownIt.parse(body, env)
  if (tokens.some(({ level }) => level >= NESTING_MAX - 2)) throw nestedTooDeeply(NESTING_MAX)
  const lines = lineStarts(body)
  const lineAt = (line: number) => lines[line] ?? body.length
  const rendering = new Rendering()
  const ends: number[] = []
  for (const [index, token] of tokens.entries()) {
    const [first, last] = token.map ?? []
    if (token.nesting === -1) rendering.from(ends.pop() ?? body.length)
    else if (first !== undefined) rendering.from(lineAt(first), token.type === 'html_block')
    if (token.type === 'inline') renderInline(token, rendering, (line) => lineAt((first ?? 0) + line))
    else {
      const rendered = renderToken(tokens, index, env)
      rendering.html += token.type === 'html_block' ? rendered + rawTextClosers(rendered) : rendered
    }
    if (token.nesting === 1) ends.push(lineAt(last ?? 0))
    else if (token.nesting === 0 && last !== undefined) rendering.from(lineAt(last))
  }
  return { html: rendering.html, ...offsetFinders(rendering.pieces, body.length) }
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
  const start = rendering.html.length
  let line = 0
  for (let from = 0; from < children.length;) {
    let to = from + 1
    while (to < children.length && !/^(?:soft|hard)break$/.test(children[to - 1]?.type ?? '')) to += 1
    const chunk = children.slice(from, to)
    rendering.html += markdownIt.renderer.renderInline(chunk, markdownIt.options, {})
    line += 1
    from = to
    if (from < children.length) rendering.from(lineAt(line))
  }
  if (children.some(({ type }) => type === 'html_inline'))
    rendering.html += rawTextClosers(rendering.html.slice(start))
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

const FULL_REFERENCE = /\[[^[\]\n]{1,300}\]\[([^[\]\n]{0,200})\]/g

/** Links to addresses that no line of this text gives: with an empty one their words are kept, and their brackets are markup. */
function undefinedReferences(body: string): Record<string, { href: string; title: string }> {
  if (!body.includes('][')) return {}
  const references: Record<string, { href: string; title: string }> = {}
  const defined = new Set<string>()
  for (const [, label = ''] of body.matchAll(/^ {0,3}\[([^[\]\n]{1,200})\]:/gm)) defined.add(normal(label))
  for (const [whole, label = ''] of body.matchAll(FULL_REFERENCE)) {
    const name = normal(label === '' ? whole.slice(1, whole.indexOf(']')) : label)
    if (name !== '' && !defined.has(name)) references[name] = { href: '', title: '' }
  }
  return references
}

function normal(label: string): string {
  return markdownIt.utils.normalizeReference(label)
}
