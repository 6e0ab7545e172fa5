import type { Metadata, Place } from './block.ts'
import { readMetadata } from './read-metadata.ts'
import { indentedFrom, type RstLine } from './rst-lines.ts'
import type { RstOutput } from './rst-output.ts'

const FIELD = /^:([^\s:`\\][^:`\\]{0,79}):(?=\s|$)/
/** The first of each kind is what the article has it from. */
const KINDS: [RegExp, Place['kind']][] = [
  [/^(?:title|headline)$/, 'title'],
  [/^(?:date|pubdate|published|publish[-_ ]?date|date[-_ ]published|created)$/, 'date'],
  [/^(?:summary|description|abstract|subtitle|dek|excerpt|standfirst)$/, 'dek'],
  [/^(?:authors?|by|byline|creator|writer|interviewer)$/, 'byline'],
]
/** Fields of docutils, Sphinx, Pelican and Nikola that are no text. */
const OTHERS = new Set([
  ...[
    'lang',
    'language',
    'locale',
    'tag',
    'tags',
    'topics',
    'keywords',
    'category',
    'categories',
    'subjects',
  ],
  ...[
    'publisher',
    'organization',
    'site',
    'slug',
    'status',
    'template',
    'save_as',
    'url',
    'link',
    'permalink',
  ],
  ...['type', 'id', 'image', 'cover', 'modified', 'updated', 'version', 'revision', 'copyright', 'license'],
  ...[
    'contact',
    'address',
    'series',
    'translation',
    'orphan',
    'nocomments',
    'nosearch',
    'tocdepth',
    'dedication',
  ],
])
const LISTS = /^(?:tags?|topics|keywords|categories|subjects)$/

/** The name of the field that a line begins, and how many characters its mark takes. */
export function fieldMark(line: string): { name: string; characters: number } | undefined {
  const match = FIELD.exec(line)
  return match === null ? undefined : { name: match[1] ?? '', characters: match[0].length }
}

/**
 * Takes a field at the top of a text, where it says something of the text:
 * https://docutils.sourceforge.io/docs/ref/rst/restructuredtext.html#bibliographic-fields. Any other: false.
 */
export function takeField(output: RstOutput, written: string, lines: RstLine[], value: string): boolean {
  const name = written.trim().toLowerCase()
  const found = KINDS.find(([pattern]) => pattern.test(name))?.[1]
  if (!output.isAtTop || (found === undefined && !OTHERS.has(name))) return false
  const isFirst = found !== undefined && !output.fieldKinds.has(found)
  if (isFirst) output.fieldKinds.add(found)
  output.place(lines, isFirst ? found : 'markup', 'field-list')
  output.fields[name] ??= value.replace(/\s+/g, ' ').trim()
  return true
}

/** The lines of a field: its body may go on in lines that are indented deeper. */
export function fieldLines(lines: RstLine[], index: number): RstLine[] {
  const line = lines[index]
  return line === undefined ? [] : [line, ...indentedFrom(lines, index + 1, line.indentColumns)]
}

/** What the fields say of the text. RCS keywords ("$Date: 2011/05/03 $") stand for their value. */
export function metadataOf(fields: Record<string, string>): Metadata {
  const entries = Object.entries(fields).map(([name, written]): [string, string | string[]] => {
    const value = /^\$\w{1,20}:([^$]*)\$$/.exec(written)?.[1]?.trim() ?? written
    if (LISTS.test(name)) return [name === 'tag' ? 'tags' : name, value.split(/[,;]/)]
    if (name === 'organization') return ['publisher', value]
    return [name, name === 'authors' ? value.split(value.includes(';') ? ';' : ',') : value]
  })
  return readMetadata(Object.fromEntries(entries))
}
