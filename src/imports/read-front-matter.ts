import { CORE_SCHEMA, load } from 'js-yaml'
import type { Metadata, PlacedStretch } from './block.ts'
import { NO_METADATA } from './block.ts'
import { readMetadata } from './read-metadata.ts'

const YAML = /^\uFEFF?---[ \t]*\r?\n/
const YAML_END = /\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|$)/g
const JSON_END = /\n\}[ \t]*(?:\r?\n|$)/g
/** Longer front matter is none. */
const FRONT_MATTER_CHARS_MAX = 50_000

export interface FrontMatter {
  /** Offset behind it; 0 where there is none. */
  end: number
  placed: PlacedStretch[]
  metadata: Metadata
}

const NONE: FrontMatter = { end: 0, placed: [], metadata: NO_METADATA }

/** What a text says of itself above its first line, as YAML between `---` or as a JSON object; nothing if it is malformed. */
export function readFrontMatter(text: string): FrontMatter {
  const found = spanOf(text)
  if (found === undefined) return NONE
  let data: unknown
  try {
    const source = text.slice(found.from, found.to).replace(/^\uFEFF/, '')
    data = found.isJson ? JSON.parse(source) : load(source, { schema: CORE_SCHEMA })
  } catch {
    data = found.isJson ? undefined : readLeniently(text.slice(found.from, found.to))
  }
  if (typeof data !== 'object' || data === null || Array.isArray(data))
    return {
      ...NONE,
      end: found.end,
      placed: [
        { start: 0, end: found.end, place: { kind: 'markup', rule: 'front-matter', confidence: 0.8 } },
      ],
    }
  return { end: found.end, placed: placeLines(text, found), metadata: readMetadata(data) }
}

/** Entries of one line each, for front matter that its generator takes and YAML does not; undefined if there are none. */
function readLeniently(source: string): object | undefined {
  const entries = [...source.matchAll(/^([A-Za-z][\w-]*)[ \t]*:[ \t]*(.*(?:\n[^\s:#-][^:\n]*$)?)/gm)].map(
    ([, key = '', value = '']): [string, string] => [
      key,
      value
        .replace(/\s+/g, ' ')
        .trim()
        .replace(/^(["'])(.*)\1$/, '$2'),
    ],
  )
  return entries.length > 0 ? Object.fromEntries(entries) : undefined
}

interface Span {
  from: number
  to: number
  end: number
  isJson: boolean
}

function spanOf(text: string): Span | undefined {
  const open = YAML.exec(text.slice(0, 200))?.[0].length
  const isJson = open === undefined && /^\uFEFF?\s*\{\s*"/.test(text.slice(0, 200))
  if (open === undefined && !isJson) return undefined
  const head = text.slice(0, FRONT_MATTER_CHARS_MAX)
  const pattern = new RegExp(isJson ? JSON_END : YAML_END)
  pattern.lastIndex = (open ?? 2) - 2
  const close = pattern.exec(head)
  if (close === null) return undefined
  const end = close.index + close[0].length
  return isJson ? { from: 0, to: end, end, isJson } : { from: open ?? 0, to: close.index, end, isJson: false }
}

const KINDS: [RegExp, PlacedStretch['place']['kind']][] = [
  [/^"?(?:title|headline)"?$/i, 'title'],
  [/^"?(?:date|pubdate|published\w*|publish_?date|date_published|created\w*)"?$/i, 'date'],
  [/^"?(?:description|summary|excerpt|subtitle|dek|abstract|lead|standfirst)"?$/i, 'dek'],
  [/^"?\w*authors?"?$/i, 'byline'],
]

/** Each entry as a stretch: those that the article is made of by their kind, the rest as markup. */
function placeLines(text: string, { end }: Span): PlacedStretch[] {
  const placed: PlacedStretch[] = []
  const seen = new Set<string>()
  for (const line of text.slice(0, end).matchAll(/[^\n]*\n|[^\n]+$/g)) {
    const key = /^\s{0,2}("?[\w-]+"?)\s*:/.exec(line[0])?.[1]
    const last = placed.at(-1)
    if (
      key === undefined &&
      last !== undefined &&
      /^(?:\s+\S|\s*-\s)/.test(line[0]) &&
      !/^---/.test(line[0])
    ) {
      last.end = line.index + line[0].length
      continue
    }
    const kind = KINDS.find(([pattern]) => key !== undefined && pattern.test(key))?.[1]
    const isFirst = kind !== undefined && !seen.has(kind)
    if (isFirst) seen.add(kind)
    const place = { kind: isFirst ? kind : ('markup' as const), rule: 'front-matter', confidence: 1 }
    placed.push({ start: line.index, end: line.index + line[0].length, place })
  }
  return placed
}
