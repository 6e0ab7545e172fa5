/**
 * Tags of site generators: Liquid and Jinja `{% … %}` and `{{ … }}`, Hugo's shortcodes, kramdown's `{: … }`, WordPress'
 * `[caption id="…"] … [/caption]`.
 */
const TEMPLATE_TAG =
  /\{%[^%\n]{0,500}%\}|\{\{[^{}\n]{0,500}\}\}|\{:[^{}\n]{0,200}\}|\[\/[a-z]\w{2,30}\]|\[[a-z]\w{2,30}(?: \w{1,30}="[^"\n\]]{0,300}"){1,12} ?\/?\]/g
const FENCE = /^ {0,3}(```|~~~)/

const COMMENT = /\{%-?\s*comment\b[^%\n]{0,200}%\}/g
const COMMENT_END = /\{%-?\s*endcomment\s*-?%\}/g

/** The text with spaces, as many, where comments of a template stand; its lines stay. */
function blankComments(text: string): string {
  let blanked = ''
  let read = 0
  for (const { index } of text.matchAll(COMMENT)) {
    if (index < read) continue
    COMMENT_END.lastIndex = index
    const end = COMMENT_END.exec(text)
    if (end === null) break
    const to = end.index + end[0].length
    blanked += text.slice(read, index) + text.slice(index, to).replace(/[^\r\n]/g, ' ')
    read = to
  }
  return blanked + text.slice(read)
}

/** The text with spaces, as many, where a site generator's tags stand; code is left alone. */
export function blankTemplateTags(text: string): string {
  if (!text.includes('{') && !text.includes('[/')) return text
  let fence: string | undefined
  return blankComments(text)
    .split('\n')
    .map((line) => {
      const mark = FENCE.exec(line)?.[1]
      if (mark !== undefined && (fence === undefined || fence === mark))
        fence = fence === undefined ? mark : undefined
      const isCode = fence !== undefined || mark !== undefined || line.includes('`')
      return isCode ? line : line.replace(TEMPLATE_TAG, (tag) => ' '.repeat(tag.length))
    })
    .join('\n')
}
