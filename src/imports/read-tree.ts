import { type AnyNode, type Element, isTag, isText, type ParentNode } from 'domhandler'
import type { Anchor, Block, Mark, Markup, Place, PlacedStretch } from './block.ts'
import { offsetAfter } from './cut-block.ts'
import { foldText } from './fold-text.ts'
import {
  addressOf,
  attributesPlace,
  holdsParagraphs,
  markOf,
  NEVER_READ,
  textOf,
  TRANSPARENT,
} from './html-elements.ts'
import { type Context, PLAIN, withLook } from './tree-context.ts'

/** A tree of elements, and where its nodes stand in the source. */
export interface SourceTree {
  root: ParentNode
  /** Offset in the source at or before the place of an offset in what the tree was parsed from. */
  startAt: (offset: number) => number
  /** The same, at or behind it. */
  endAt: (offset: number) => number
  /** The same of where words begin, near enough to find them in order from there. */
  wordsAt: (offset: number) => number
  /** Whether these are true of every offset, not of whole lines only. */
  isExact: boolean
  /** The source, where lines are all that is known: two paragraphs of one line are told apart in it. */
  source?: string
  /** Addresses are relative to this one; null leaves them as they are. */
  base: string | null
  /** Elements whose place is known already, with all that is in them. */
  places: Map<Element, Place>
}

const TAIL_CHARS = 8
/** A longer line that is wholly bold is no question set apart. */
const SET_LINE_CHARS_MAX = 1000
const MEDIA = new Set(['img', 'iframe', 'video', 'audio', 'object', 'embed', 'svg'])
/** Rules of boxes whose paragraphs may yet say something of the article: who asked, who wrote. */
const READ_ASIDE = new Set(['box-class', 'bio-class', 'aside-element'])
const ENDS_LINE = /[.?!:;。？！：…"”’»)\]*]\s*$/u

/** The paragraphs of a tree in order, each with its marks; elements that hold no text of the page come as stretches. */
export function readTree(tree: SourceTree): { blocks: Block[]; placed: PlacedStretch[] } {
  const reader = new TreeReader(tree)
  reader.readChildren(tree.root, PLAIN)
  reader.flush()
  return { blocks: reader.blocks, placed: reader.placed }
}

/** Collects inline text until a paragraph ends. */
class TreeReader {
  readonly blocks: Block[] = []
  readonly placed: PlacedStretch[] = []
  readonly #tree: SourceTree
  #raw = ''
  /** Its last characters: asking it for them would copy all of it each time. */
  #tail = ''
  #marks: Mark[] = []
  #anchors: Anchor[] = []
  /** Marks that began and have not ended, outer first. */
  readonly #open: Mark[] = []
  #start = -1
  #end = -1
  /** Behind all that has been read. */
  #lastEnd = 0
  #context: Context = PLAIN
  /** What opened the present list item and is not written yet. */
  #itemLead: string | undefined
  #afterRule = false

  constructor(tree: SourceTree) {
    this.#tree = tree
  }

  readChildren(parent: ParentNode, context: Context): void {
    for (const child of parent.children) this.#read(child, context)
  }

  flush(): void {
    // What is marked across the end of a paragraph is marked in both.
    for (const mark of this.#open.toReversed()) {
      this.#addMark(mark)
      mark.from = 0
    }
    // Alone, an anchor says no more than the span.
    const known = this.#anchors.length > 1 ? this.#anchors : undefined
    const { text, marks, anchors } = foldText(this.#raw, this.#marks, known)
    if (text !== '') {
      const { form, level, lead } = this.#context
      const first = this.#itemLead ?? lead.first
      const isItem = this.#itemLead !== undefined
      this.#itemLead = undefined
      const markup: Markup = {
        form: isItem && form === 'paragraph' ? 'item' : form,
        level,
        lead: { ...lead, first },
        marks,
        ...(this.#context.look !== undefined && { look: this.#context.look }),
        ...(this.#context.place !== undefined && { place: this.#context.place }),
        ...(this.#afterRule && { afterRule: true }),
      }
      this.#afterRule = false
      this.#partLine()
      const start = Math.max(this.#lastEnd, this.#start)
      this.#lastEnd = Math.max(start, this.#end)
      this.blocks.push({
        start,
        end: this.#lastEnd,
        text,
        ...(known !== undefined && { anchors }),
        markup,
      })
    }
    this.#raw = ''
    this.#marks = []
    this.#anchors = []
    this.#start = -1
  }

  /** Two paragraphs of one line share its span: the first has it up to where its words end. */
  #partLine(): void {
    const before = this.blocks.at(-1)
    const { source } = this.#tree
    if (source === undefined || before === undefined || this.#start >= this.#lastEnd) return
    before.end = offsetAfter(source, before, before.text.length)
    this.#start = before.end
    this.#lastEnd = before.end
  }

  #read(node: AnyNode, context: Context): void {
    if (isText(node)) this.#text(node.data, node, context)
    else if (isTag(node)) this.#element(node, context)
  }

  #text(data: string, node: AnyNode, context: Context): void {
    if (data.trim() === '') {
      if (this.#start >= 0) this.#raw += data
      return
    }
    if (this.#start < 0) {
      this.#context = context
      this.#start = this.#tree.startAt((node.startIndex ?? 0) + data.length - data.trimStart().length)
    }
    this.#anchors.push({ at: this.#raw.length, source: this.#tree.wordsAt(node.startIndex ?? 0) })
    this.#raw += data
    this.#tail = data.slice(-TAIL_CHARS)
    this.#end = this.#tree.endAt((node.endIndex ?? 0) + 1 - (data.length - data.trimEnd().length))
  }

  #element(element: Element, context: Context): void {
    const { name } = element
    const place = this.#tree.places.get(element) ?? NEVER_READ.get(name) ?? attributesPlace(element)
    const kind = markOf(element)
    if (name === 'hr') this.#afterRule = true
    if (place !== undefined && READ_ASIDE.has(place.rule) && context.place === undefined) {
      this.flush()
      this.readChildren(element, { ...context, place })
      this.flush()
    } else if (place !== undefined) this.#place(element, place)
    else if (name === 'br') this.#lineBreak()
    else if (name === 'pre' && !holdsParagraphs(element)) this.#code(element, context)
    else if (kind !== undefined && !holdsParagraphs(element)) this.#marked(element, kind, context)
    else if (TRANSPARENT.has(name)) this.readChildren(element, withLook(element, context))
    else {
      this.flush()
      this.#paragraphs(element, withLook(element, context))
      this.flush()
    }
  }

  #paragraphs(element: Element, context: Context): void {
    const { name } = element
    const heading = /^h([1-6])$/.exec(name)?.[1]
    const { rest } = context.lead
    if (heading !== undefined)
      this.readChildren(element, { ...context, form: 'heading', level: Number(heading) })
    else if (name === 'blockquote')
      this.readChildren(element, {
        ...context,
        form: 'quote',
        level: 0,
        lead: { first: `${rest}> `, rest: `${rest}> ` },
      })
    else if (name === 'dt' || name === 'summary') this.readChildren(element, { ...context, form: 'term' })
    else if (name === 'ul' || name === 'ol') this.#list(element, context)
    else this.readChildren(element, context)
  }

  #list(list: Element, context: Context): void {
    let number = Number(list.attribs.start ?? 1) || 1
    const { rest } = context.lead
    for (const child of list.children) {
      if (!isTag(child) || child.name !== 'li') {
        this.#read(child, context)
        continue
      }
      this.flush()
      const mark = list.name === 'ol' ? `${number}. ` : '- '
      number += 1
      this.#itemLead = rest + mark
      const indent = rest + ' '.repeat(mark.length)
      this.readChildren(child, { ...context, lead: { first: indent, rest: indent } })
      this.flush()
      this.#itemLead = undefined
    }
  }

  #marked(element: Element, kind: Mark['kind'], context: Context): void {
    const url = kind === 'link' ? addressOf(element, this.#tree.base) : undefined
    if (kind === 'link' && url === undefined) {
      this.readChildren(element, context)
      return
    }
    this.#open.push({ from: this.#raw.length, to: 0, kind, ...(url !== undefined && { url }) })
    this.readChildren(element, context)
    const mark = this.#open.pop()
    if (mark !== undefined) this.#addMark(mark)
  }

  /** Marks are kept in the order in which they begin, outer first. */
  #addMark(mark: Mark): void {
    if (this.#raw.length <= mark.from) return
    let at = this.#marks.length
    while (at > 0 && (this.#marks[at - 1]?.from ?? 0) >= mark.from) at -= 1
    this.#marks.splice(at, 0, { ...mark, to: this.#raw.length })
  }

  #lineBreak(): void {
    const isLine = this.#raw.length <= SET_LINE_CHARS_MAX
    const marks = isLine
      ? [...this.#marks, ...this.#open.map((mark) => ({ ...mark, to: this.#raw.length }))]
      : []
    const isSet = marks.some(
      ({ from, to }) => this.#raw.slice(0, from).trim() === '' && this.#raw.slice(to).trim() === '',
    )
    if (isSet || ENDS_LINE.test(this.#tail)) this.flush()
    else this.#raw += '\n'
  }

  #code(element: Element, context: Context): void {
    this.flush()
    const text = textOf(element).trimEnd().replace(/^\n/, '')
    if (text.trim() === '') return
    const markup: Markup = { ...context, form: 'code', marks: [] }
    this.blocks.push({ ...this.#spanOf(element), text, markup })
  }

  #place(element: Element, place: Place): void {
    const isInline =
      TRANSPARENT.has(element.name) || ['img', 'svg', 'input', 'button', 'wbr'].includes(element.name)
    if (isInline && this.#start >= 0) {
      const start = this.#tree.startAt(element.startIndex ?? 0)
      const end = this.#tree.endAt((element.endIndex ?? 0) + 1)
      if (this.#tree.isExact && start < end) this.placed.push({ start, end, place })
      return
    }
    this.flush()
    const { start, end } = this.#spanOf(element)
    if (start < end) this.placed.push({ start, end, place })
    const before = this.blocks.at(-1)?.markup
    if (before !== undefined && MEDIA.has(element.name)) before.beforeMedia = true
  }

  #spanOf(element: Element): { start: number; end: number } {
    const start = Math.max(this.#lastEnd, this.#tree.startAt(element.startIndex ?? 0))
    this.#lastEnd = Math.max(start, this.#tree.endAt((element.endIndex ?? 0) + 1))
    return { start, end: this.#lastEnd }
  }
}
