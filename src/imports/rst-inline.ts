import type { Mark } from './block.ts'
import { foldText } from './fold-text.ts'
import { type RstLinks, safeUrl, urlOfName } from './rst-links.ts'

/** Stands for a backslash that escapes, as in docutils: what it precedes opens and closes nothing. */
const ESCAPE = '\0'
const BEFORE_OPENER = /[\s'"([{<\-/:]|[^\0-\x7f](?<=[\p{Ps}\p{Pi}\p{Pf}\p{Pd}\p{Po}])/u
const BEHIND_CLOSER = /[\s'")\]}>\-/:\\.,;!?\0]|[^\0-\x7f](?<=[\p{Pe}\p{Pi}\p{Pf}\p{Pd}\p{Po}])/u
const QUOTES = ['""', "''", '()', '[]', '{}', '<>', '“”', '‘’', '«»', '„“', '‚‘', '（）', '「」']
const WORD = /[\p{L}\p{N}]+(?:[-._+:][\p{L}\p{N}]+)*/uy
const ROLE = /:([\w.+-]{1,40}(?::[\w.+-]{1,40}){0,2}):(?=`)/y
const FOOTNOTE = /\[[^[\]\s\0]{1,80}\]_/y
const PHRASE_END = /`(?::([\w.+-]{1,40}(?::[\w.+-]{1,40}){0,2}):|__?)?/y
const SUBSTITUTION_END = /\|(?:__?)?/y
const CODE_ROLES = /^(?:code|literal|math|samp|kbd|command|file|program|envvar|py:.*)$/
const EMPHASIS_ROLES = /^(?:emphasis|title|title-reference|t|dfn|)$/

/**
 * Words and marks of a paragraph; what is not closed stays as it is. By the recognition rules of
 * https://docutils.sourceforge.io/docs/ref/rst/restructuredtext.html#inline-markup.
 */
export function readInline(raw: string, links: RstLinks): { text: string; marks: Mark[] } {
  if (!/[*`_|\\]/.test(raw)) return foldText(raw, [])
  const reader = new InlineReader(raw.replace(/\\([\s\S]?)/g, `${ESCAPE}$1`), links)
  reader.read()
  return foldText(reader.text, reader.marks)
}

class InlineReader {
  text = ''
  readonly marks: Mark[] = []
  readonly #source: string
  readonly #links: RstLinks
  #at = 0
  /** Closers that stand nowhere further on: looking for them again would not be linear. */
  readonly #absent = new Set<string>()

  constructor(source: string, links: RstLinks) {
    this.#source = source
    this.#links = links
  }

  read(): void {
    while (this.#at < this.#source.length) {
      const character = this.#source[this.#at] ?? ''
      if (character === ESCAPE) {
        this.text += unescape(this.#source.slice(this.#at, this.#at + 2))
        this.#at += 2
      } else if ('*`|_[:'.includes(character)) {
        if (this.#isBehind(BEFORE_OPENER) && this.#markup(character)) continue
        this.#plain(/^(?:\*\*|``)/.exec(this.#source.slice(this.#at, this.#at + 2))?.[0] ?? character)
      } else this.#word(character)
    }
  }

  #markup(character: string): boolean {
    const starts = (opener: string) => this.#source.startsWith(opener, this.#at)
    if (starts('**')) return this.#enclosed('**', 'strong')
    if (character === '*') return this.#enclosed('*', 'emphasis')
    if (starts('``')) return this.#enclosed('``', 'code')
    if (character === '|') return this.#substitution()
    if (character === '[') return this.#footnote()
    const role = matchAt(ROLE, this.#source, this.#at)
    if (role !== null) return this.#phrase(role[0].length, role[1])
    if (character === '`') return this.#phrase(0, undefined)
    return starts('_`') && this.#phrase(1, 'target')
  }

  #enclosed(mark: string, kind: Mark['kind']): boolean {
    const end = this.#closer(mark, this.#at + mark.length)
    if (end === undefined) return false
    const content = this.#source.slice(this.#at + mark.length, end)
    this.#add(kind === 'code' ? content.replaceAll(ESCAPE, '\\') : unescape(content), kind)
    this.#at = end + mark.length
    return true
  }

  /** `text`, with a role or as a reference; `prefix` characters stand before its first backquote. */
  #phrase(prefix: number, prefixRole: string | undefined): boolean {
    const from = this.#at + prefix + 1
    const end = this.#closer('`', from, PHRASE_END)
    if (end === undefined) return false
    const closing = matchAt(PHRASE_END, this.#source, end)
    const { words, target } = splitTarget(this.#source.slice(from, end))
    const role = prefixRole ?? closing?.[1]
    const suffix = closing?.[0].slice(1) ?? ''
    if (suffix.startsWith('_')) this.#add(words, 'link', this.#urlOf(words, target, suffix))
    else if (role === 'strong') this.#add(words, 'strong')
    else if (CODE_ROLES.test(role ?? '')) this.#add(words, 'code')
    else if (EMPHASIS_ROLES.test(role ?? '')) this.#add(words, 'emphasis')
    else this.text += words
    this.#at = end + 1 + suffix.length
    return true
  }

  #urlOf(words: string, target: string | undefined, suffix: string): string | undefined {
    if (target?.endsWith('_') === true) return urlOfName(this.#links, target.slice(0, -1))
    if (target !== undefined) return safeUrl(target)
    if (suffix !== '__') return urlOfName(this.#links, words)
    const next = this.#links.anonymous.next()
    return next.done === true ? undefined : safeUrl(next.value)
  }

  #substitution(): boolean {
    const end = this.#closer('|', this.#at + 1, SUBSTITUTION_END)
    if (end === undefined) return false
    const name = this.#source.slice(this.#at + 1, end)
    this.text += this.#links.words.get(name.toLowerCase()) ?? `|${unescape(name)}|`
    this.#at = end + (matchAt(SUBSTITUTION_END, this.#source, end)?.[0].length ?? 1)
    return true
  }

  #footnote(): boolean {
    const reference = matchAt(FOOTNOTE, this.#source, this.#at)?.[0]
    if (reference === undefined || !this.#canEnd(this.#at + reference.length)) return false
    this.#plain(reference.slice(0, -1))
    this.#at += 1
    return true
  }

  /** A word, as a link where it is a reference to a known target. */
  #word(character: string): void {
    const word = matchAt(WORD, this.#source, this.#at)?.[0] ?? character
    const end = this.#at + word.length
    const suffix = /^__?/.exec(this.#source.slice(end, end + 2))?.[0] ?? ''
    const isReference = suffix !== '' && this.#isBehind(BEFORE_OPENER) && this.#canEnd(end + suffix.length)
    const url = isReference ? this.#urlOf(word, undefined, suffix) : undefined
    if (url === undefined) this.#plain(word)
    else {
      this.#add(word, 'link', url)
      this.#at = end + suffix.length
    }
  }

  #plain(words: string): void {
    this.text += words
    this.#at += words.length
  }

  #add(words: string, kind: Mark['kind'], url?: string): void {
    const from = this.text.length
    this.text += words
    const to = this.text.length
    if (kind !== 'link') this.marks.push({ from, to, kind })
    else if (url !== undefined) this.marks.push({ from, to, kind, url })
  }

  #isBehind(pattern: RegExp): boolean {
    return this.#at === 0 || pattern.test(this.#source[this.#at - 1] ?? '')
  }

  #canEnd(end: number): boolean {
    return end >= this.#source.length || BEHIND_CLOSER.test(this.#source[end] ?? '')
  }

  /** Offset of what closes the markup whose content begins at `from`; undefined if it is no markup. */
  #closer(mark: string, from: number, pattern?: RegExp): number | undefined {
    const first = this.#source[from] ?? ' '
    const quotes = (this.#source[this.#at - 1] ?? ' ') + first
    if (/\s/.test(first) || QUOTES.includes(quotes) || this.#absent.has(mark)) return undefined
    for (
      let end = this.#source.indexOf(mark, from + 1);
      end >= 0;
      end = this.#source.indexOf(mark, end + 1)
    ) {
      const before = this.#source[end - 1] ?? ' '
      const length =
        pattern === undefined ? mark.length : (matchAt(pattern, this.#source, end)?.[0].length ?? 1)
      const isFree = !/\s/.test(before) && (before !== ESCAPE || mark === '``')
      if (isFree && this.#canEnd(end + length)) return end
    }
    this.#absent.add(mark)
    return undefined
  }
}

function matchAt(sticky: RegExp, text: string, at: number): RegExpExecArray | null {
  sticky.lastIndex = at
  return sticky.exec(text)
}

function unescape(text: string): string {
  return text.replace(/\0\s?/g, '')
}

/** https://docutils.sourceforge.io/docs/ref/rst/restructuredtext.html#embedded-uris-and-aliases */
function splitTarget(content: string): { words: string; target: string | undefined } {
  const open = content.endsWith('>') && !content.endsWith(`${ESCAPE}>`) ? content.lastIndexOf('<') : -1
  if (open < 0 || (open > 0 && !/\s/.test(content[open - 1] ?? '')))
    return { words: unescape(content), target: undefined }
  const target = unescape(content.slice(open + 1, -1).replace(/\s+/g, ''))
  return { words: unescape(content.slice(0, open).trimEnd()) || target, target }
}
