import MarkdownIt from 'markdown-it'
import type { RichText } from '../contract.ts'

// Raw HTML is shown as the text it is, and markdown-it refuses addresses that run script: what comes out is
// safe by construction.
const markdownIt = new MarkdownIt('commonmark', { html: false })

/** Renders CommonMark, as HTML and as plain text with an empty line between blocks. */
export function renderRichText(markdown: string): RichText {
  const tokens = markdownIt.parse(markdown, {})
  const blocks = tokens.flatMap((token) => {
    if (token.type === 'inline') return [inlineText(token.children ?? [])]
    return token.type === 'fence' || token.type === 'code_block' ? [token.content.trimEnd()] : []
  })
  return {
    html: markdownIt.renderer.render(tokens, markdownIt.options, {}).trimEnd(),
    text: blocks.join('\n\n'),
  }
}

type Tokens = ReturnType<typeof markdownIt.parse>

function inlineText(tokens: Tokens): string {
  return tokens
    .map(({ type, content }) => {
      if (type === 'softbreak') return ' '
      return type === 'hardbreak' ? '\n' : content
    })
    .join('')
}

const UNSPACED = '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}'
// A point inside a word belongs to it: U.S., 3.5.
const WORD = new RegExp(
  `[${UNSPACED}]|(?:(?![${UNSPACED}])[\\p{L}\\p{N}\\p{M}'’]|\\.(?=[\\p{L}\\p{N}]))+`,
  'gu',
)

/** The same of a text in which there is no other character. */
const ASCII_WORD = /'*[a-z\d](?:[a-z\d']|\.(?=[a-z\d]))*/gi
const IS_ASCII = /^[\0-\u007f]*$/

/** Words of a text; of a script without spaces, characters. */
export function countWords(text: string): number {
  if (IS_ASCII.test(text)) return text.match(ASCII_WORD)?.length ?? 0
  let words = 0
  for (const [word] of text.matchAll(WORD)) if (/[\p{L}\p{N}]/u.test(word)) words += 1
  return words
}
