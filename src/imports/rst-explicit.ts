import { cutLine, indentedFrom, type RstLine, withFirstLine } from './rst-lines.ts'
import { fieldMark, takeField } from './rst-fields.ts'
import type { RstBody, RstContext, RstOutput } from './rst-output.ts'

const MARK = /^\.\.(?:\s+|$)/
const FOOTNOTE = /^\[(?:\d+|[#*][\w-]{0,80}|[\w.-]{1,80})\](?=\s)/
const TARGET = /^_\S/
const SUBSTITUTION = /^\|[^|]+\|\s/
const DIRECTIVE = /^([A-Za-z][\w.:+-]{0,80}?)\s?::(?=\s|$)/
const METADATA_COMMENT = /^([a-z][a-z_]{0,40}):(?=\s)/i
/** Directives whose body is text, and so are the words behind their name. */
const TITLED = new Set([
  ...['note', 'tip', 'hint', 'important', 'warning', 'caution', 'attention', 'danger', 'error', 'seealso'],
  ...['admonition', 'topic', 'sidebar', 'rubric', 'centered', 'epigraph', 'highlights'],
  ...['versionadded', 'versionchanged'],
])
/** Directives whose body is text while the words behind their name are none. */
const UNTITLED = /^(?:class|rst-class|container|compound|only|table|list-table|line-block|glossary)$/
const QUOTES = /^(?:epigraph|highlights)$/
const CODE = /^(?:code|code-block|sourcecode|parsed-literal|prompt)$/

/** Whether a line begins a directive, footnote, target or comment, or is a nameless target's short form. */
export function isExplicit(line: string): boolean {
  return MARK.test(line) || /^__\s+\S/.test(line)
}

/**
 * Reads explicit markup: how many lines it takes, and what of it is still to be read as text.
 * https://docutils.sourceforge.io/docs/ref/rst/restructuredtext.html#explicit-markup-blocks
 */
export function readExplicit(
  lines: RstLine[],
  index: number,
  context: RstContext,
  output: RstOutput,
): { taken: number; body?: RstBody | undefined } {
  const line = lines[index]
  if (line === undefined) return { taken: 1 }
  const isEmpty = line.text === '..' && (lines[index + 1]?.text ?? '') === ''
  const isShort = line.text.startsWith('__')
  const below = isEmpty || isShort ? [] : indentedFrom(lines, index + 1, line.indentColumns)
  const all = [line, ...below]
  const taken = all.length
  const content = cutLine(line, MARK.exec(line.text)?.[0].length ?? 0)
  const directive = DIRECTIVE.exec(content.text)
  if (FOOTNOTE.test(content.text)) {
    output.place([{ ...line, end: line.start + 2 }], 'markup', 'footnote-mark')
    return {
      taken,
      body: { lines: withFirstLine(content, below), context: { ...context, form: 'footnote' } },
    }
  }
  if (isShort || TARGET.test(content.text)) output.place(all, 'markup', 'link-target')
  else if (SUBSTITUTION.test(content.text)) output.place(all, 'markup', 'substitution')
  else if (directive !== null) {
    const argument = cutLine(content, directive[0].length)
    return {
      taken,
      body: readDirective(
        { name: (directive[1] ?? '').toLowerCase(), line, argument, below },
        context,
        output,
      ),
    }
  } else if (!isMetadata(content, all, output)) output.place(all, 'markup', 'comment')
  return { taken }
}

/** Nikola keeps the fields of its posts in comments: https://getnikola.com/handbook.html#metadata-fields. */
function isMetadata(content: RstLine, all: RstLine[], output: RstOutput): boolean {
  const name = METADATA_COMMENT.exec(content.text)
  return name !== null && takeField(output, name[1] ?? '', all, content.text.slice(name[0].length))
}

interface Directive {
  name: string
  line: RstLine
  /** What stands behind its name. */
  argument: RstLine
  below: RstLine[]
}

/** https://docutils.sourceforge.io/docs/ref/rst/directives.html */
function readDirective(
  { name, line, argument, below }: Directive,
  context: RstContext,
  output: RstOutput,
): RstBody | undefined {
  let options = 0
  while (fieldMark(below[options]?.text ?? '') !== undefined) options += 1
  const rest = below.slice(options)
  const isTitled = TITLED.has(name) && argument.text !== ''
  const isText = TITLED.has(name) || UNTITLED.test(name)
  if (!isText && !CODE.test(name) && name !== 'figure' && name !== 'pull-quote') {
    output.place([line, ...below], 'markup', 'directive')
    return undefined
  }
  output.place([isTitled ? { ...line, end: argument.start } : line], 'markup', 'directive')
  output.place(below.slice(0, options), 'markup', 'directive')
  const content = rest.slice(rest.findIndex((row) => row.text !== ''))
  if (CODE.test(name)) output.addCode(content, context)
  else if (name === 'figure') output.place(content, 'caption', 'figure-caption')
  else if (name === 'pull-quote') output.place(content, 'pull-quote', 'pull-quote-directive')
  if (!isText) return undefined
  const mark = `${context.lead.rest}> `
  const inner = QUOTES.test(name)
    ? { ...context, form: 'quote' as const, lead: { first: mark, rest: mark } }
    : context
  if (!isTitled) return { lines: content, context: inner }
  // Behind options the words in the first line are a title, and no part of the paragraph below.
  const parted = options > 0 ? [{ ...argument, start: argument.end, text: '' }, ...rest] : rest
  return { lines: withFirstLine(argument, parted), context: inner }
}
