import { extname } from 'node:path'

/** What the importer reads, with the endings of such files. */
export const MEDIA_TYPES: Record<string, string[]> = {
  'text/plain': ['.txt', '.text'],
  'text/markdown': ['.md', '.markdown', '.mdown', '.mkd'],
  'text/html': ['.html', '.htm', '.xhtml'],
  'text/x-rst': ['.rst', '.rest'],
  'application/x-subrip': ['.srt'],
  'text/vtt': ['.vtt'],
  'application/json': ['.json'],
}

/** Other names of the same types: registered later or earlier, or what browsers and `file` say. */
const SYNONYMS: Record<string, string> = {
  'text/x-markdown': 'text/markdown',
  'application/xhtml+xml': 'text/html',
  'text/prs.fallenstein.rst': 'text/x-rst',
  'text/restructuredtext': 'text/x-rst',
  'text/srt': 'application/x-subrip',
  'text/json': 'application/json',
}
/** Types by which a sender says that he does not know. */
const UNKNOWN = new Set(['application/octet-stream', 'binary/octet-stream'])

/** The media type that `name` stands for; undefined where it says nothing, null where it is none that is read. */
export function knownMediaType(name: string): string | undefined | null {
  if (UNKNOWN.has(name)) return undefined
  const type = SYNONYMS[name] ?? name
  return type in MEDIA_TYPES ? type : null
}

/** The media type of a file by its ending; undefined where it is none that is read. */
export function contentTypeOfFile(fileName: string): string | undefined {
  const ending = extname(fileName).toLowerCase()
  return Object.entries(MEDIA_TYPES).find(([, endings]) => endings.includes(ending))?.[0]
}

const SNIFF_CHARS = 4000
const HTML =
  /^\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--[^>]{0,400}-->\s*)?<(?:!doctype html|html|head|body|article|main|section|header|div|p|h[1-6]|ul|ol|dl|blockquote|figure|table)\b/i
const TIME_LINE = /^(?:\d{1,2}:)?\d{1,2}:\d{2}[,.]\d{3}\s+-->\s/m
const RST = /^(?:\.\. [\w-]+::|(?:={4,}|-{4,}|~{4,})\r?\n[^\n]+\r?\n(?:={4,}|-{4,}|~{4,})\s*$)/m
const MARKDOWN = [
  /^\s*\{\s*"[\s\S]{0,3000}?\n\}[ \t]*\r?\n\s*\S/,
  /^---\r?\n[\s\S]{0,3000}?^---\s*$/m,
  /^#{1,6} \S/m,
  /^\*\*[^*\n]{2,}\*\*/m,
  /\]\((?:https?:|\/|#)[^)\s]*\)/,
  /^(?:```|~~~)/m,
  /^> /m,
]

/** What a text is that nobody says anything about, by its own look; `text/plain` if nothing shows. */
export function sniffMediaType(text: string): string {
  const start = text.slice(0, SNIFF_CHARS)
  if (/^\uFEFF?WEBVTT(?:\s|$)/.test(start)) return 'text/vtt'
  if (HTML.test(start)) return 'text/html'
  if (TIME_LINE.test(start)) return 'application/x-subrip'
  if (/^\s*\{\s*"/.test(start) && /\}\s*$/.test(text.slice(-10))) return 'application/json'
  if (RST.test(start)) return 'text/x-rst'
  return MARKDOWN.some((sign) => sign.test(start)) ? 'text/markdown' : 'text/plain'
}
