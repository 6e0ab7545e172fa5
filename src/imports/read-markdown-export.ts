import type { FrontMatter, Marker } from '../revisions/export-format.ts'
import { blockOf, type Place } from './block.ts'
import type { Diagnostic, ImportedPair, Parsed } from './contract.ts'
import { finishExport } from './finish-export.ts'
import { readExportHead } from './read-export-head.ts'
import { type ExportPart, readExportParts } from './read-export-parts.ts'
import { type Placed, writeReceipt } from './write-receipt.ts'

const MARKER_PLACE: Place = { kind: 'markup', rule: 'export-marker', confidence: 1 }
const TITLE_MISSING: Diagnostic = {
  code: 'title.missing',
  severity: 'warning',
  detail: 'The front matter has no title.',
  start: null,
  end: null,
}

/** A pair that is being read: its answer may be to come. */
interface Pair {
  said: Marker
  question: string
  answer: string | null
}

interface Found {
  intro: string | null
  pairs: Pair[]
  placed: Placed[]
  diagnostics: Diagnostic[]
}

/** Reads the Markdown that `writeExport` wrote, or what a person made of it; undefined where a text is none. */
export function readMarkdownExport(text: string): Parsed | undefined {
  const head = readExportHead(text)
  if (head === undefined) return undefined
  const found: Found = { intro: null, pairs: [], placed: head.placed, diagnostics: [] }
  if (head.front.title === null) found.diagnostics.push(TITLE_MISSING)
  for (const part of readExportParts(text, head)) {
    place(found, part)
    found.placed.push(...placedOf(text, part, found.pairs.length))
  }
  const { id: articleId, title, dek, kind, language, publishedAt, note, source } = head.front
  const people = head.front.people.map(({ name, role, title: inArticle }) => ({
    name,
    role,
    title: inArticle,
  }))
  const topics = head.front.topics.map(named)
  const known = new Map(
    [...topics, ...head.front.pairTopics].toReversed().map((topic) => [topic.slug, topic]),
  )
  const qa = found.pairs.map((pair) => importedPair(pair, known))
  return finishExport(
    { title, dek, kind, language, publishedAt, intro: found.intro, note, people, topics, source, qa },
    { articleId, pairIds: found.pairs.map(({ said }) => said.id) },
    writeReceipt(text, { placed: found.placed, stretches: [], diagnostics: found.diagnostics }),
  )
}

/** Puts a text where it belongs; one that belongs nowhere stays with the text before it. */
function place(found: Found, { kind, said, text, span }: ExportPart): void {
  const pair = found.pairs.at(-1)
  if (kind === 'question') found.pairs.push({ said, question: text, answer: null })
  else if (kind === 'answer' && pair?.answer === null) pair.answer = text
  else if (text === '' && said.text === undefined) return
  else if (kind === 'intro' && pair === undefined && found.intro === null) found.intro = text
  else {
    if (pair === undefined) found.intro = append(found.intro, text)
    else pair.answer = append(pair.answer, text)
    found.diagnostics.push({
      ...{ code: 'text.unplaced', severity: 'warning', ...span },
      detail: `A marker says ${kind} where there can be none.`,
    })
  }
}

function append(before: string | null, text: string): string {
  return before === null || before === '' ? text : `${before}\n\n${text}`
}

function placedOf(text: string, { kind, span, marker }: ExportPart, pairs: number): Placed[] {
  const qa = pairs === 0 ? null : pairs
  const block = blockOf(text, span)
  const mark: Placed = { block: { ...marker, text: '' }, place: MARKER_PLACE, qa }
  if (block === undefined) return [mark]
  const shown: Placed = { block, place: { kind, rule: 'export', confidence: 1 }, qa }
  if (span.start >= marker.end) return [mark, shown]
  // The marker itself holds the text.
  const behind: Placed = { ...mark, block: { start: block.end, end: marker.end, text: '' } }
  return [{ ...mark, block: { start: marker.start, end: block.start, text: '' } }, shown, behind]
}

/** A pair for the article. A topic whose name is gone goes by its slug, as one that is known is found by it. */
function importedPair(
  { said, question, answer }: Pair,
  known: Map<string, FrontMatter['topics'][number]>,
): ImportedPair {
  const { askedBy, answeredBy, mentions } = said
  const topics = said.topics.map((topic) =>
    named(typeof topic === 'string' ? (known.get(topic) ?? { slug: topic, name: topic }) : topic),
  )
  return { question, answer: answer ?? '', askedBy, answeredBy, mentions, topics }
}

function named({ slug, name }: FrontMatter['topics'][number]): ImportedPair['topics'][number] {
  return { slug, name }
}
