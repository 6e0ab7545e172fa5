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
