import { Problem } from '../problem.ts'
import { MARKER, Marker, QUESTION_HEADING, stripEnds, unescapeMarkers } from '../revisions/export-format.ts'
import { findJsonStrings } from './find-json-strings.ts'
import type { ExportHead } from './read-export-head.ts'

interface Span {
  start: number
  end: number
}

/** One text of an export, with where it stands. */
export interface ExportPart {
  kind: 'intro' | 'question' | 'answer'
  said: Marker
  text: string
  span: Span
  /** The line of its marker; empty where it has none. */
  marker: Span
}

interface Stretch extends Omit<ExportPart, 'text'> {
  isLast: boolean
}

/** The texts behind the front matter, in order. The first is the intro, though there may be none. */
export function readExportParts(text: string, head: ExportHead): ExportPart[] {
  return cutAtMarkers(text, head.end)
    .flatMap((stretch, index, all) => {
      const isAnswered = stretch.kind !== 'question' || all[index + 1]?.kind === 'answer'
      return isAnswered ? [stretch] : cutAnswer(text, stretch)
    })
    .map((stretch) => readStretch(text, stretch, head))
}

function cutAtMarkers(text: string, offset: number): Stretch[] {
  const pattern = new RegExp(MARKER)
  pattern.lastIndex = offset
  const marks = [...text.matchAll(pattern)]
  const spanBehind = (start: number, next: number) => ({ start, end: marks[next]?.index ?? text.length })
  const first: Stretch = {
    kind: 'intro',
    said: Marker.parse({}),
    span: spanBehind(offset, 0),
    marker: { start: offset, end: offset },
    isLast: marks.length === 0,
  }
  const rest = marks.map((mark, index): Stretch => {
    const [line, kind, json] = mark
    const end = mark.index + line.length
    return {
      kind: kind === 'question' || kind === 'answer' ? kind : 'intro',
      said: readMarker(text, { start: mark.index, json: json ?? '{}' }),
      span: spanBehind(end, index + 1),
      marker: { start: mark.index, end },
      isLast: index === marks.length - 1,
    }
  })
  return [first, ...rest]
}

function readMarker(text: string, { start, json }: { start: number; json: string }): Marker {
  const unreadable = (detail: string, cause: unknown) => {
    const line = text.slice(0, start).split('\n').length
    return new Problem('unreadable_text', `The marker in line ${line} cannot be read. ${detail}`, { cause })
  }
  let data: unknown
  try {
    data = JSON.parse(json)
  } catch (error) {
    throw unreadable('What is in its braces is no JSON.', error)
  }
  const marker = Marker.safeParse(data)
  if (marker.success) return marker.data
  const [issue] = marker.error.issues
  throw unreadable(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}.`, marker.error)
}

/** Someone took the answer's marker away: what stands below the first empty line answers. */
function cutAnswer(text: string, stretch: Stretch): Stretch[] {
  const behind = text.slice(stretch.span.start, stretch.span.end)
  const questionStart = behind.length - behind.trimStart().length
  const length = /\n[ \t\r]*\n/.exec(behind.slice(questionStart))?.index
  const end = length === undefined ? stretch.span.end : stretch.span.start + questionStart + length
  return [
    { ...stretch, span: { ...stretch.span, end } },
    {
      ...{ kind: 'answer', said: Marker.parse({}), isLast: stretch.isLast },
      span: { start: end, end: stretch.span.end },
      marker: { start: end, end },
    },
  ]
}

function readStretch(text: string, stretch: Stretch, { isCrlf }: ExportHead): ExportPart {
  const { kind, said, span, marker } = stretch
  const raw = text.slice(span.start, span.end)
  if (said.text !== undefined && raw.trim() === '')
    return { kind, said, text: said.text, span: spanInMarker(text, marker), marker }
  const shown = isCrlf ? raw.replaceAll('\r\n', '\n') : raw
  if (said.exact) {
    const exact = shown.replace(/^\n/, '').replace(stretch.isLast ? /\n$/ : /\n{1,2}$/, '')
    return { kind, said, text: unescapeMarkers(exact), span, marker }
  }
  const plain = unescapeMarkers(stripEnds(shown))
  const heading = kind === 'question' ? QUESTION_HEADING.exec(plain)?.[1] : undefined
  if (heading === undefined) return { kind, said, text: plain, span, marker }
  // The signs of the heading are not of the question.
  const start = span.start + raw.indexOf('## ') + '## '.length
  return { kind, said, text: heading, span: { ...span, start }, marker }
}

/** Where in its marker a text stands that the marker itself holds. */
function spanInMarker(text: string, { start, end }: Span): Span {
  const offset = text.indexOf('{', start)
  const found = findJsonStrings(text.slice(offset, text.lastIndexOf('}', end) + 1), { depth: 1 })
  const span = found.get('text') ?? { start: 0, end: 0 }
  return { start: offset + span.start, end: offset + span.end }
}
