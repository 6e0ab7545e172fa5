import fc from 'fast-check'

/** Writes a part of a document with words that no other part has. */
type Part = (word: () => string) => string
type Parts = fc.Arbitrary<Part>

const LETTERS = 'bcdfghjklmnprstvw'
/** What the words look like. */
export const WORD = /zq[bcdfghjklmnprstvw]{3}/g

function wordOf(number: number): string {
  const letter = (place: number) => LETTERS[Math.floor(number / LETTERS.length ** place) % LETTERS.length]
  return `zq${letter(2)}${letter(1)}${letter(0)}`
}

function written(part: Part): string {
  let number = 0
  return part(() => wordOf(number++))
}

/** Between bars; a line break between two of them is none of theirs. */
const listOf = (text: string): string[] => text.slice('\n  '.length).split(/ ¦(?: |\n {2})/)

/** Each `w` of a sentence is a word of its own, each `W` a name. */
const sentences = fc
  .constantFrom(
    ...listOf(`
  w w w ¦ w ¦ W W ¦ W and W ¦ What does w mean to you? ¦ I think that w is w. ¦ Is it w or w, W? ¦ Yes. I w and w. ¦
  W: What is w? ¦ W: I am w. ¦ Q: Why w? ¦ A: We w. ¦ By W W ¦ Photo: w ¦ Related ¦ Tags: w, w ¦ More on: w ¦
  Thank you for the interview, W. ¦ “I am w and it was so very w to do.” ¦ 1 May 2001 w ¦ 1. w? ¦ — w w ¦ w... ¦ w (w) w ¦
  w w w w w w w w w w w w w w w w w w. ¦ W W is a w at the University of W. ¦ Interview: W W ¦ [W]: w`),
  )
  .map((text): Part => {
    const shown = (slot: string, word: string) => (slot === 'w' ? word : word.replace('z', 'Z'))
    return (word) => text.replace(/\b[wW]\b/g, (slot) => shown(slot, word()))
  })

const joined =
  (parts: Part[], between: string): Part =>
  (word) =>
    parts.map((part) => part(word)).join(between)
const around =
  (part: Part, before: string, after: string): Part =>
  (word) =>
    before + part(word) + after
/** Puts a part where a frame has its ellipsis. */
const framed = (frame: string, part: Part) =>
  around(part, frame.replace(/….*$/s, ''), frame.replace(/^.*…/s, ''))
const inside =
  (part: Part, change: (text: string) => string): Part =>
  (word) =>
    change(part(word))
const some = (parts: Parts, maxLength = 4) => fc.array(parts, { minLength: 1, maxLength })
const tree = (leaf: Parts, wrap: (inner: Parts) => Parts, maxDepth: number): Parts =>
  fc.letrec<{ tree: Part }>((tie) => ({
    tree: fc.oneof({ maxDepth, withCrossShrink: true }, leaf, leaf, wrap(tie('tree'))),
  })).tree

const INLINE_MARKDOWN = listOf(`
  **…** ¦ *…* ¦ __…__ ¦ […](https://a.test/x) ¦ […](javascript:x) ¦ […][r] ¦ <b>…</b> ¦ <span class="x">…</span> ¦
  <a href="/x">…</a> ¦ …[^1] ¦ …  \n ¦ …<br> ¦ …\n ¦ \\*… ¦ … &amp;`)
const inlineMarkdown = tree(
  fc.oneof(
    { weight: 5, arbitrary: sentences },
    sentences.map((part) => around(part, '`', '`')),
  ),
  (inner) =>
    fc
      .tuple(fc.constantFrom(...INLINE_MARKDOWN), some(inner, 3))
      .map(([frame, parts]) => framed(frame, joined(parts, ' '))),
  2,
)
const lineMarkdown = inlineMarkdown.map((part) => inside(part, (text) => text.replace(/\s*\n/g, ' ')))
const indent = (text: string, lead: string) => text.replace(/^(?=.)/gm, lead)
const item = (mark: string) => (part: Part) =>
  inside(part, (text) => mark + indent(text, ' '.repeat(mark.length)).slice(mark.length))
const leafMarkdown = fc.oneof(
  { weight: 4, arbitrary: inlineMarkdown },
  fc
    .tuple(fc.constantFrom('# …', '## …', '###### …', '…\n==='), lineMarkdown)
    .map(([frame, part]) => framed(frame, part)),
  fc
    .array(fc.array(lineMarkdown, { minLength: 2, maxLength: 2 }), { minLength: 2, maxLength: 4 })
    .map((rows): Part => (word) => {
      const lines = rows.map(
        (cells) => `| ${cells.map((cell) => cell(word).replaceAll('|', '')).join(' | ')} |`,
      )
      return [lines[0], '|---|---|', ...lines.slice(1)].join('\n')
    }),
  some(sentences).map((parts) => around(joined(parts, '\n'), '```\n', '\n```')),
  fc
    .tuple(fc.constantFrom('    …', '[^1]: …', '***\n\n…'), sentences)
    .map(([frame, part]) => framed(frame, part)),
  fc.tuple(sentences, sentences).map(([term, definition]) => joined([term, definition], '\n: ')),
)
const blockMarkdown = tree(
  leafMarkdown,
  (inner) =>
    fc.oneof(
      some(inner).map((parts) => inside(joined(parts, '\n\n'), (text) => text.replace(/^/gm, '> '))),
      fc
        .tuple(fc.constantFrom('- ', '* ', '1. ', '12) '), some(inner))
        .map(([mark, parts]) => joined(parts.map(item(mark)), '\n')),
      fc
        .tuple(
          fc.constantFrom('div', 'section', 'details', 'blockquote', 'figure', 'aside', 'center'),
          some(inner),
        )
        .map(([name, parts]) => around(joined(parts, '\n\n'), `<${name}>\n\n`, `\n\n</${name}>`)),
    ),
  3,
)
export const markdown = fc
  .tuple(some(blockMarkdown, 8), fc.constantFrom('\n', '\n', '\r\n', '\r'))
  .map(([parts, newline]) => written(joined(parts, '\n\n')).replaceAll('\n', newline))

const MARKS = listOf(`
  b ¦ strong ¦ em ¦ i ¦ code ¦ a href="https://a.test/x" ¦ a href="javascript:x" ¦ a ¦ span ¦
  span style="font-weight:bold" ¦ u ¦ sup ¦ q ¦ cite ¦ mark ¦ font ¦ abbr ¦ x-y ¦ label ¦ time ¦ ruby ¦
  center`)
const BLOCKS = listOf(`
  p ¦ p ¦ p ¦ div ¦ h1 ¦ h2 ¦ h3 ¦ ul ¦ ol ¦ li ¦ blockquote ¦ pre ¦ table ¦ tr ¦ td ¦ th ¦ dl ¦ dt ¦ dd ¦
  section ¦ article ¦ header ¦ figure ¦ details ¦ summary ¦ address ¦ fieldset ¦ center ¦ caption ¦
  figcaption ¦ aside ¦ footer ¦ nav ¦ form ¦ button ¦ noscript ¦ template ¦ select ¦ option ¦ textarea ¦
  main ¦ hgroup ¦ legend ¦ object ¦ video ¦ tbody ¦ thead ¦ slot ¦ div class="related" ¦ p class="caption" ¦
  div class="callout" ¦ div hidden ¦ div role="alert"`)
const BETWEEN = listOf(`
  <br> ¦ <img src="x"> ¦ <wbr> ¦ <!-- x --> ¦ <hr> ¦   ¦ \n ¦ <input> ¦ <button></button> ¦ <svg></svg> ¦ <script></script>`)
const nameIn = (tag: string) => tag.replace(/ .*/, '')
const element = (tag: string, inner: Part): Part => around(inner, `<${tag}>`, `</${nameIn(tag)}>`)
const inlineHtml = tree(
  sentences,
  (inner) =>
    fc.oneof(
      fc
        .tuple(fc.constantFrom(...MARKS), some(inner, 3))
        .map(([tag, parts]) => element(tag, joined(parts, ' '))),
      fc
        .tuple(fc.constantFrom(...BETWEEN), inner, inner)
        .map(([between, one, other]) => joined([one, other], ` ${between} `)),
    ),
  2,
)
const blockHtml = tree(
  fc.oneof(
    inlineHtml,
    fc
      .tuple(fc.constantFrom(...BLOCKS), some(inlineHtml))
      .map(([tag, parts]) => element(tag, joined(parts, ' '))),
  ),
  (inner) =>
    fc
      .tuple(fc.constantFrom(...BLOCKS), some(inner))
      .map(([tag, parts]) => element(tag, joined(parts, '\n'))),
  4,
)
const PAGES = listOf(`
  … ¦ <main>…</main> ¦ <article>…</article> ¦ <body><table><tr><td>…</td></tr></table> ¦
  <html><body><div class="content"><h1>A talk with somebody</h1>…</div></body></html> ¦
  <!DOCTYPE html><html lang="en"><head><title>A page</title></head><body><nav>Home</nav><article>…</article></body></html>`)
export const html = fc
  .tuple(fc.constantFrom(...PAGES), some(blockHtml, 8))
  .map(([page, parts]) => written(framed(page, joined(parts, '\n'))))
/** Tags open and close as they please. */
export const brokenHtml = fc
  .array(
    fc.oneof(
      sentences,
      fc.tuple(fc.constantFrom(...MARKS, ...BLOCKS, 'br', 'hr', 'img'), fc.boolean()).map(
        ([tag, opens]): Part =>
          () =>
            opens ? `<${tag}>` : `</${nameIn(tag)}>`,
      ),
    ),
    { minLength: 1, maxLength: 40 },
  )
  .map((parts) => written(joined(parts, ' ')))

const INLINE_RST = listOf(`
  **…** ¦ *…* ¦ \`\`…\`\` ¦ \`… <https://a.test>\`_ ¦ \`…\`_ ¦ :a:\`…\` ¦ |…| ¦ … [1]_`)
const lineRst = tree(
  sentences,
  (inner) => fc.tuple(fc.constantFrom(...INLINE_RST), inner).map(([frame, part]) => framed(frame, part)),
  1,
)
const BLOCKS_RST = listOf(`
  :Guest: … ¦ :a b: … ¦ .. note:: … ¦ .. note::\n\n   … ¦ .. [1] … ¦ ::\n\n   … ¦ >>> … ¦ .. sidebar:: … ¦ .. unknown:: … ¦
  .. topic:: x\n\n   … ¦ .. epigraph::\n\n   …`)
const blockRst = tree(
  fc.oneof(
    lineRst,
    some(lineRst).map((parts) => joined(parts, '\n')),
    lineRst.map((part) => inside(part, (text) => `${text}\n${'='.repeat(text.length + 2)}`)),
    some(lineRst).map((parts) => inside(joined(parts, '\n'), (text) => text.replace(/^/gm, '| '))),
    fc.tuple(lineRst, lineRst).map(([term, text]) => joined([term, text], '\n   ')),
    fc.tuple(fc.constantFrom(...BLOCKS_RST), lineRst).map(([frame, part]) => framed(frame, part)),
    fc.tuple(lineRst, lineRst).map(
      ([one, other]): Part =>
        (word) =>
          `==========  =====\n${one(word)}  ${other(word)}\n==========  =====`,
    ),
  ),
  (inner) =>
    fc
      .tuple(fc.constantFrom('- ', '1. ', '#. ', '    ', '* '), some(inner))
      .map(([mark, parts]) => joined(parts.map(item(mark)), '\n\n')),
  3,
)
export const rst = some(blockRst, 8).map((parts) => written(joined(parts, '\n\n')))

const CUES = listOf(`
  … ¦ … ¦ <v Anna Berg>…</v> ¦ <v Bob>… ¦ <i>…</i> ¦ <c.x>…</c> ¦ - … ¦ >> … ¦ […] ¦ (…) ¦ ♪ … ♪ ¦ ANNA: … ¦ {\\an8}… ¦
  <font color="x">…</font> ¦ <00:00:01.000>…`)
const cueText = fc.tuple(fc.constantFrom(...CUES), sentences).map(([frame, part]) => framed(frame, part))
export const captions = fc
  .tuple(
    fc.constantFrom('WEBVTT\n\n', 'WEBVTT\n\nNOTE x\n\n', ''),
    fc.array(some(cueText, 3), { minLength: 1, maxLength: 12 }),
  )
  .map(([head, cues]) => {
    const time = (second: number) => `00:00:${String(second).padStart(2, '0')}.000`
    const parts = cues.map((lines, index) =>
      around(joined(lines, '\n'), `${index + 1}\n${time(index * 3)} --> ${time(index * 3 + 2)}\n`, ''),
    )
    return head + written(joined(parts, '\n\n'))
  })
export const plain = some(
  some(sentences).map((parts) => joined(parts, ' ')),
  12,
).map((parts) => written(joined(parts, '\n\n')))
