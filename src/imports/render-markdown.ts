import MarkdownIt from 'markdown-it'
import { keepInlineOffsets } from './inline-offsets.ts'
import { takeReferences } from './link-references.ts'
import type { SourceTree } from './read-tree.ts'
import { checkParagraphs, nestedTooDeeply } from './refusals.ts'
import { SourceLines } from './source-lines.ts'

/** Deeper lists and quotations are refused. */
const NESTING_MAX = 60

const markdownIt = new MarkdownIt('default', { html: true, maxNesting: NESTING_MAX })
// Definitions are taken before: what they say else ("[Jane]: Yes.") would be lost.
markdownIt.block.ruler.disable('reference')
const offsetsOf = keepInlineOffsets(markdownIt)

type Env = Parameters<typeof markdownIt.parse>[1]
type Token = ReturnType<typeof markdownIt.parse>[number]

/** HTML, and where what it was parsed to came from. */
export interface RenderedMarkdown extends Pick<SourceTree, 'startAt' | 'endAt' | 'wordsAt'> {
  html: string
}

/** A Markdown text as HTML (CommonMark with tables and strikethrough). `Problem` where it is nested too
 * deeply or has too many paragraphs. */
export function renderMarkdown(body: string): RenderedMarkdown {
  const { references, text } = takeReferences(body)
  const env: Env = { references }
  const tokens = markdownIt.parse(text, env)
  if (tokens.some(({ level }) => level >= NESTING_MAX - 2)) throw nestedTooDeeply(NESTING_MAX)
  checkParagraphs(tokens.filter(({ type }) => type === 'inline').length)
  const lines = new SourceLines(text)
  const rendering = new Rendering(text.length)
  // Cells have no lines of their own.
  const ends: (number | undefined)[] = []
  for (const [index, token] of tokens.entries()) {
    const [first, last] = token.map ?? []
    const closed = token.nesting === -1 ? ends.pop() : undefined
    if (closed !== undefined) rendering.from(closed)
    else if (first !== undefined) rendering.from(lines.startOf(first), token.type === 'html_block')
    if (token.type === 'tr_open') lines.beginRow(first ?? 0)
    if (token.type === 'inline') renderInline(token, { rendering, lines, env })
    else {
      const rendered = renderToken(tokens, index, env)
      rendering.write(token.type === 'html_block' ? rendered + rawTextClosers(rendered) : rendered)
    }
    if (token.nesting === 1) ends.push(last === undefined ? undefined : lines.startOf(last))
    else if (token.nesting === 0 && last !== undefined) rendering.from(lines.startOf(last))
  }
  return {
    html: rendering.html(),
    startAt: (offset) => rendering.startAt(offset),
    endAt: (offset) => rendering.endAt(offset),
    wordsAt: (offset) => rendering.wordsAt(offset),
  }
}

function renderToken(tokens: Token[], index: number, env: Env): string {
  const { renderer, options } = markdownIt
  const rule = renderer.rules[tokens[index]?.type ?? '']
  return rule === undefined
    ? renderer.renderToken(tokens, index, options)
    : rule(tokens, index, options, env, renderer)
}

function renderInline(token: Token, to: { rendering: Rendering; lines: SourceLines; env: Env }): void {
  const { rendering, lines, env } = to
  const children = token.children ?? []
  const offsets = offsetsOf(children)
  const content = lines.find(token.content, token.map?.[0])
  let line = 0
  let html = ''
  for (const [index, child] of children.entries()) {
    const offset = offsets[index]
    while (offset !== undefined && (content[line + 1]?.offset ?? Infinity) <= offset) {
      line += 1
      rendering.from(content[line]?.lineStart ?? 0)
    }
    const stands = content[line]
    const rendered = renderToken(children, index, env)
    const tagLength = child.type === 'code_inline' ? rendered.indexOf('>') + 1 : 0
    if (offset !== undefined && stands !== undefined)
      rendering.wordsFrom(stands.source + offset - stands.offset, tagLength)
    rendering.write(rendered)
    if (child.type === 'html_inline') html += rendered
  }
  if (html !== '') rendering.write(rawTextClosers(html))
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

/** Where pieces of the HTML came from, in order; in lists of numbers, as a text has a million of them. */
class Pieces {
  readonly #rendered: number[] = []
  readonly #sources: number[] = []

  add(rendered: number, source: number): void {
    this.#rendered.push(rendered)
    this.#sources.push(source)
  }

  /** Index of the last piece that begins at or before an offset of the HTML; 0 if none does. */
  indexAt(offset: number): number {
    let low = 0
    let high = this.#rendered.length - 1
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      if ((this.#rendered[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    return low
  }

  sourceOf(index: number): number | undefined {
    return this.#sources[index]
  }

  /** Offset in the source of one in the HTML that stands in a piece as it is. */
  within(index: number, offset: number): number {
    return (this.#sources[index] ?? 0) + offset - (this.#rendered[index] ?? 0)
  }
}

/** The HTML as it is written; kept in parts, since to look into a growing string is to copy it. */
class Rendering {
  readonly #sourceLength: number
  /** Raw HTML stands in the source as it is, all else somewhere in its line. */
  readonly #pieces = new Pieces()
  readonly #raw = new Set<number>()
  /** Where words begin, which stand in the source as they are, but for escapes. */
  readonly #words = new Pieces()
  readonly #parts: string[] = []
  #length = 0
  #count = 0

  constructor(sourceLength: number) {
    this.#sourceLength = sourceLength
  }

  /** What is written from here on comes from the source at this offset. */
  from(source: number, isRaw = false): void {
    if (isRaw) {
      this.#raw.add(this.#count)
      this.wordsFrom(source, 0)
    }
    this.#pieces.add(this.#length, source)
    this.#count += 1
  }

  /** The words that are written next, behind a tag of so many characters, stand in the source at this offset. */
  wordsFrom(source: number, tagLength: number): void {
    this.#words.add(this.#length + tagLength, source)
  }

  write(html: string): void {
    this.#parts.push(html)
    this.#length += html.length
  }

  html(): string {
    return this.#parts.join('')
  }

  startAt(offset: number): number {
    const index = this.#pieces.indexAt(offset)
    return this.#raw.has(index) ? this.#within(this.#pieces, offset) : (this.#pieces.sourceOf(index) ?? 0)
  }

  endAt(offset: number): number {
    const index = this.#pieces.indexAt(Math.max(0, offset - 1))
    if (this.#raw.has(index)) return Math.min(this.#sourceLength, this.#pieces.within(index, offset))
    return Math.max(this.#pieces.sourceOf(index) ?? 0, this.#pieces.sourceOf(index + 1) ?? this.#sourceLength)
  }

  wordsAt(offset: number): number {
    return this.#within(this.#words, offset)
  }

  #within(pieces: Pieces, offset: number): number {
    return Math.min(this.#sourceLength, pieces.within(pieces.indexAt(offset), offset))
  }
}
