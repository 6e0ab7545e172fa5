import { CORE_SCHEMA, load, YAMLException } from 'js-yaml'
import { Problem } from '../problem.ts'
import { FORMAT_VERSION, FrontMatter } from '../revisions/export-format.ts'
import type { Place } from './block.ts'
import type { Placed } from './write-receipt.ts'

const OPEN = /^\uFEFF?---[ \t]*\r?\n/
const CLOSE = /\n---[ \t]*\r?(?:\n|$)/g
const IS_OURS = /^colloquy[ \t]*:/m
const ENTRY = /^(\w+)[ \t]*:/

const KINDS: ReadonlyMap<string, Place['kind']> = new Map(
  Object.entries({
    title: 'title',
    dek: 'dek',
    publishedAt: 'date',
    people: 'byline',
    note: 'note',
  }),
)

export interface ExportHead {
  front: FrontMatter
  /** Offset behind it. */
  end: number
  /** Whether its lines end as on Windows; then all of them were turned so by an editor. */
  isCrlf: boolean
  placed: Placed[]
}

/** The front matter of our export; undefined where a text begins otherwise. `Problem` where it is broken. */
export function readExportHead(text: string): ExportHead | undefined {
  const open = OPEN.exec(text)?.[0]
  if (open === undefined) return undefined
  const closing = new RegExp(CLOSE)
  // Empty front matter closes with the line end that opened it.
  closing.lastIndex = open.length - 1
  const close = closing.exec(text)
  if (close === null) return undefined
  const yaml = text.slice(open.length, close.index + 1)
  if (!IS_OURS.test(yaml)) return undefined
  const data = readYaml(yaml)
  const version = typeof data === 'object' && data !== null && 'colloquy' in data ? data.colloquy : undefined
  if (typeof version !== 'number') return undefined
  if (version !== FORMAT_VERSION)
    throw unreadable(`colloquy: this is format ${version}, and ${FORMAT_VERSION} is read.`)
  const front = FrontMatter.safeParse(data)
  if (!front.success) {
    const [issue] = front.error.issues
    throw unreadable(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}.`, front.error)
  }
  const end = close.index + close[0].length
  return { front: front.data, end, isCrlf: open.endsWith('\r\n'), placed: placeEntries(text.slice(0, end)) }
}

function readYaml(yaml: string): unknown {
  try {
    return load(yaml, { schema: CORE_SCHEMA })
  } catch (error) {
    if (!(error instanceof YAMLException)) throw unreadable('it is no YAML.', error)
    // The first line of the file is the one above the YAML.
    const line = error.mark === undefined ? '' : `line ${error.mark.line + 2}: `
    throw unreadable(`${line}${error.reason}.`, error)
  }
}

function unreadable(detail: string, cause?: unknown): Problem {
  return new Problem('unreadable_text', `The front matter cannot be read. ${detail}`, { cause })
}

/** Each entry with the lines that belong to it. */
function placeEntries(head: string): Placed[] {
  const placed: Placed[] = []
  for (const line of head.matchAll(/[^\n]*\n|[^\n]+$/g)) {
    const start = line.index
    const end = start + line[0].length
    const key = ENTRY.exec(line[0])?.[1]
    const last = placed.at(-1)
    if (key === undefined && last !== undefined && end < head.length) {
      last.block.end = end
      continue
    }
    const kind = KINDS.get(key ?? '') ?? 'markup'
    const place = { kind, rule: 'front-matter', confidence: 1 }
    placed.push({ block: { start, end, text: '' }, place, qa: null })
  }
  return placed
}
