import fc from 'fast-check'
import MarkdownIt from 'markdown-it'
import { describe, expect, test } from 'vitest'
import { ImportedArticle, KEPT_KINDS, type Parsed, Receipt } from '../../src/imports/contract.ts'
import { decode } from '../../src/imports/decode.ts'
import { MEDIA_TYPES } from '../../src/imports/media-type.ts'
import { parse } from '../../src/imports/parse.ts'
import { Problem } from '../../src/problem.ts'
import { type CaseSource, caseNames, seedText, sourceOfCase, vocabulary } from './cases.ts'

/** `FUZZ=100 npx vitest run tests/imports/fuzz` tries a hundred times as many. */
const TIMES = Number(process.env.FUZZ ?? 1)
const TIMEOUT_MS = 30_000 * TIMES
const types = Object.keys(MEDIA_TYPES)
const mediaTypes = fc.constantFrom(...types)

/** What `read` gives; undefined where it refuses with a `Problem`, which is all that it may throw. */
function unlessRefused<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    if (error instanceof Problem) return undefined
    throw error
  }
}

function check(text: string, mediaType: string): Parsed | undefined {
  const read = () => unlessRefused(() => parse(text, { vocabulary, mediaType }))
  const parsed = read()
  expect(read()).toEqual(parsed)
  if (parsed === undefined) return undefined
  const { article, receipt, identity } = parsed
  ImportedArticle.parse(article)
  Receipt.parse(receipt)
  const { segments, coverage, diagnostics } = receipt
  const ends = segments.map(({ end }) => end)
  expect(segments.map(({ start }) => start)).toEqual(ends.length > 0 ? [0, ...ends.slice(0, -1)] : [])
  expect(ends.at(-1) ?? 0).toBe(text.length)
  for (const { start, end, qa } of segments) {
    expect(end).toBeGreaterThan(start)
    if (qa !== null) expect(qa).toBeLessThanOrEqual(article.qa.length)
  }
  const kept = segments.filter(({ kind }) => KEPT_KINDS.some((known) => known === kind))
  const characters = kept.reduce((sum, { start, end }) => sum + end - start, 0)
  expect(coverage).toEqual({
    characters: text.length,
    kept: characters,
    dropped: text.length - characters,
    lost: 0,
  })
  for (const { start, end } of diagnostics) {
    expect(start ?? 0).toBeLessThanOrEqual(end ?? 0)
    expect(end ?? 0).toBeLessThanOrEqual(text.length)
  }
  if (identity === undefined) checkPairs(article)
  return parsed
}

/** Of our own export an editor may have taken anything away. */
function checkPairs({ qa, people }: ImportedArticle): void {
  const names = people.map(({ name }) => name)
  for (const { question, answer, askedBy, answeredBy, mentions } of qa) {
    expect(question.trim()).not.toBe('')
    expect(answer.trim()).not.toBe('')
    expect(names).toEqual(
      expect.arrayContaining([...(askedBy === null ? [] : [askedBy]), ...answeredBy, ...mentions]),
    )
  }
}

const markdownIt = new MarkdownIt()

/** The corpus, the seed, and what they are in other formats. */
const documents: CaseSource[] = [
  ...caseNames.map(sourceOfCase),
  { text: seedText(), mediaType: 'text/plain' },
].flatMap((source) => {
  const { article } = parse(source.text, { vocabulary, mediaType: source.mediaType })
  const { title, intro, qa } = article
  const turns = qa.map(({ question, answer }) => `**${question}**\n\n${answer}`)
  const markdown = [`# ${title}`, intro ?? '', ...turns].join('\n\n')
  const html = `<!DOCTYPE html><html lang="en"><head><title>${title}</title></head><body><nav>Home</nav><article>${markdownIt.render(markdown)}</article></body></html>`
  const front = `---\ncolloquy: 1\ntitle: ${JSON.stringify(title)}\n---\n\n`
  const pairs = qa.map(
    ({ question, answer }) => `<!-- question -->\n## ${question}\n\n<!-- answer -->\n${answer}\n\n`,
  )
  return [
    source,
    { text: markdown, mediaType: 'text/markdown' },
    { text: html, mediaType: 'text/html' },
    { text: front + pairs.join(''), mediaType: 'text/markdown' },
    { text: JSON.stringify({ article }, null, 2), mediaType: 'application/json' },
  ]
})

/** Between bars; a line break between two of them is none of theirs. */
const listOf = (text: string): string[] => text.slice('\n  '.length).split(/ ¦(?: |\n {2})/)

const TOKENS = listOf(`
  < ¦ > ¦ </ ¦ /> ¦ <!-- ¦ --> ¦ <![CDATA[ ¦ ]]> ¦ <? ¦ <p> ¦ </p> ¦ <div> ¦ </div> ¦ <b> ¦ </b> ¦ <table> ¦
  <tr> ¦ <td> ¦ <ul> ¦ <ol start=9> ¦ <li> ¦ </li> ¦ </ul> ¦ <dl> ¦ <dt> ¦ <dd> ¦ </dl> ¦ <script> ¦
  </script> ¦ <style> ¦ <title> ¦ <br> ¦ <hr> ¦ <blockquote> ¦ <pre> ¦ </pre> ¦ <h1> ¦ <h2> ¦ <svg> ¦
  </svg> ¦ <textarea> ¦ <select> ¦ <option> ¦ <a href="x"> ¦ <a href=" ¦ </a> ¦ <p class="related"> ¦
  <plaintext> ¦ <template> ¦ <main> ¦ <article> ¦ <aside> ¦ <p hidden> ¦ <constructor> ¦
  <p role="constructor"> ¦ <img src=x> ¦ <base href="//x"> ¦ <v Anna> ¦ </v> ¦ <c.x> ¦ <00:00:01.000> ¦
  00:00.000 --> 00:01.000\n ¦ \n\nWEBVTT\n\n ¦ NOTE  ¦ STYLE\n ¦ * ¦ ** ¦ _ ¦ \` ¦ \`\`\` ¦ \n\`\`\`\n ¦
  \n~~~\n ¦ \n#  ¦ \n>  ¦ \n-  ¦ \n1.  ¦ \n    ¦ \n\t ¦ | ¦ \n|-|-|\n ¦ [ ¦ ]( ¦ ) ¦ ![ ¦ [^1] ¦ \n[^1]:  ¦
  \n[a]: b\n ¦ {{ a }} ¦ {% a %} ¦ \n---\n ¦ \n===\n ¦ \n***\n ¦ \\ ¦ :: ¦ \n..  ¦ \n.. note::  ¦
  \n.. |a| replace::  ¦ |a| ¦ \n.. _a: b\n ¦ a_ ¦ \`a <b>\`__ ¦ :a:\`b\` ¦ \n:a: b\n ¦ & ¦ &amp; ¦ &#0; ¦
  &#x1f600; ¦ &lt;b&gt; ¦ \n\nQ:  ¦ \n\nA:  ¦ \n\nJANE:  ¦ — ¦ “ ¦ ” ¦ ? ¦ ？ ¦ : ¦ ： ¦ \n ¦ \n\n ¦ \r\n ¦
  \r ¦ \t ¦ \u00a0 ¦ \u2028 ¦ \ufeff ¦ \ud800 ¦ \u0000 ¦ \u202e ¦ 一 ¦ a\u0301 ¦ \ud83d\ude00 ¦   ¦
  \n<!-- question -->\n ¦ \n<!-- answer {"text":"a"} -->\n ¦ ---\ncolloquy: 1\n---\n ¦
  ---\ncolloquy: 1\nconstructor: a\n---\n ¦ ---\na: &a [*a]\n---\n ¦ { ¦ } ¦ " ¦ , ¦ null ¦ \\u0000 ¦
  "qa":[ ¦ "__proto__": ¦ Related\n\n ¦ Tags: a\n\n ¦ By Anna Berg\n\n ¦ 1 May 2001\n ¦ word ¦ Why ¦
  Is it so? ¦ Yes, I do. ¦ Anna Berg ¦ Thank you for the interview.`)
const soup = fc.array(fc.constantFrom(...TOKENS), { maxLength: 60 }).map((parts) => parts.join(''))

type Edit = (text: string) => string
const editOfLines = (edit: (lines: string[], at: number, other: number) => string[]): fc.Arbitrary<Edit> =>
  fc.tuple(fc.nat(), fc.nat()).map(([one, two]) => (text) => {
    const lines = text.split(/(?<=\n)/)
    return edit(lines, one % lines.length, two % lines.length).join('')
  })
const editAt = (
  edit: (before: string, after: string, insert: string, other: string) => string,
): fc.Arbitrary<Edit> =>
  fc
    .tuple(fc.nat(), soup, fc.constantFrom(...documents))
    .map(([offset, insert, { text: other }]) => (text) => {
      const at = offset % (text.length + 1)
      return edit(text.slice(0, at), text.slice(at), insert, other.slice(offset % other.length))
    })
const edits = fc.oneof(
  editOfLines((lines, here) => lines.toSpliced(here, 1)),
  editOfLines((lines, here, there) => lines.toSpliced(there, 0, lines[here] ?? '')),
  editOfLines((lines, here, there) => lines.with(here, lines[there] ?? '').with(there, lines[here] ?? '')),
  editOfLines((lines, here) => lines.with(here, (lines[here] ?? '').trimEnd())),
  editAt((before) => before),
  editAt((_, after) => after),
  editAt((before, after, insert) => before + insert + after),
  editAt((before, after, _, other) => before + other + after),
  fc.constant<Edit>((text) => text.replaceAll('\n', '\r\n')),
)
const mutated = fc
  .record({
    document: fc.constantFrom(...documents),
    edits: fc.array(edits, { maxLength: 6 }),
    other: fc.option(mediaTypes),
  })
  .map(({ document, edits, other }) => ({
    text: edits.reduce((text, edit) => edit(text), document.text).slice(0, 20_000),
    mediaType: other ?? document.mediaType,
  }))

/** An element or other piece of markup around pieces of the same kind. */
function nested(
  leaf: fc.Arbitrary<string>,
  wrap: (inner: fc.Arbitrary<string>) => fc.Arbitrary<string>,
): fc.Arbitrary<string> {
  const { tree } = fc.letrec<{ tree: string }>((tie) => ({
    tree: fc.oneof({ maxDepth: 7, withCrossShrink: true }, leaf, wrap(tie('tree'))),
  }))
  return fc.array(tree, { maxLength: 6 }).map((parts) => parts.join('\n'))
}

const words = fc.constantFrom(
  ...listOf(`
  word ¦ Is it so? ¦ Yes. ¦ Q: Why? ¦ A: So. ¦ two\nlines ¦ <b>x</b> ¦ *x* ¦ 1. ¦ —`),
)
/** Puts pieces where a frame has its ellipsis, their further lines below the first. */
function framed(frame: string, parts: string[]): string {
  const [before = '', after = ''] = frame.split('…')
  const lead = (before.split('\n').at(-1) ?? '').replace(/[^>|\t]/g, ' ')
  return before + parts.join('\n\n').replaceAll('\n', after === '' ? `\n${lead}` : '\n') + after
}
const framedBy = (frames: string[]) => (inner: fc.Arbitrary<string>) =>
  fc
    .tuple(fc.constantFrom(...frames), fc.array(inner, { maxLength: 3 }))
    .map(([frame, parts]) => framed(frame, parts))
const markdown = nested(
  words,
  framedBy(
    listOf(`
  > … ¦ - … ¦ * … ¦ 1. … ¦    … ¦     … ¦ \t… ¦ **…** ¦ *…* ¦ _…_ ¦ ~~…~~ ¦ \`…\` ¦ […](x) ¦ ![…][x] ¦ # … ¦ …\n=== ¦ | … | x |\n ¦
  <div>\n…\n ¦ <b>…</b> ¦ \`\`\`\n…\n\`\`\` ¦ \`\`\`\n…\n ¦ [^1]: … ¦ <!-- … --> ¦ …  \n ¦ [x]: …\n`),
  ),
)
const ELEMENTS = listOf(`
  p ¦ div ¦ b ¦ i ¦ a ¦ span ¦ ul ¦ ol ¦ li ¦ dl ¦ dt ¦ dd ¦ table ¦ tr ¦ td ¦ th ¦ blockquote ¦ pre ¦ h1 ¦ h2 ¦ details ¦ summary ¦
  figure ¦ figcaption ¦ section ¦ article ¦ main ¦ aside ¦ header ¦ footer ¦ form ¦ script ¦ style ¦ template ¦ svg ¦ math ¦ select ¦
  option ¦ textarea ¦ title ¦ noscript ¦ iframe ¦ object ¦ video ¦ br ¦ hr ¦ img ¦ input ¦ body ¦ html ¦ head ¦ frameset ¦ x-y`)
const ATTRIBUTES = listOf(`
  hidden ¦ class="related" ¦ class= ¦ id="comments" ¦ style="display:none" ¦ style="font-weight:bold" ¦ role=main ¦
  itemprop=articleBody ¦ href="//x" ¦ start=-5 ¦ start=99999999999999999999 ¦ a="<p>" ¦ b='> ¦ " ¦ = ¦ lang="x" ¦ /`)
const html = nested(words, (inner) =>
  fc
    .tuple(
      fc.constantFrom(...ELEMENTS),
      fc.constantFrom(...ATTRIBUTES),
      fc.array(inner, { maxLength: 3 }),
      fc.constantFrom('', '', 'p', 'div', '!', '/', '-->'),
    )
    .map(([name, attributes, parts, end]) => `<${name} ${attributes}>${parts.join(' ')}</${end || name}>`),
)
const rst = nested(
  words,
  framedBy(
    listOf(`
  - … ¦ 1. … ¦ #. … ¦   … ¦ | … ¦ :a: … ¦ .. note:: … ¦ .. [1] … ¦ .. _a: … ¦ .. |a| replace:: … ¦ ::\n\n  … ¦ a\n  … ¦ .. … ¦ >>> … ¦
  (a) … ¦ +---+\n… ¦ =====\n… ¦ …\n===== ¦ .. include:: /etc/passwd\n   … ¦ **…** ¦ \`…\`_ ¦ \`\`…\`\` ¦ :a:\`…\` ¦ …::\n\n`),
  ),
)
const CUES = listOf(`
  WEBVTT ¦ WEBVTT - x ¦ 1 ¦ 00:00:01,000 --> 00:00:02,000 ¦ 00:01.000 --> 00:00.000 align:start ¦ 99:99:99.999 --> -1 ¦
  00:00:01.000-->00:00:02.000 ¦ NOTE x ¦ STYLE ¦ REGION ¦ <v Anna>Is it?</v> ¦ <v.loud Bob> ¦ >> Yes ¦ - Why?\n- So. ¦ [music] ¦
  ♪ la ♪ ¦ ANNA: why? ¦ <i> ¦ </i> ¦ {\\an8} ¦ X-TIMESTAMP-MAP=a`)
const captions = fc
  .tuple(
    fc.array(fc.oneof(words, fc.constantFrom(...CUES)), { maxLength: 40 }),
    fc.constantFrom('\n', '\n\n', '\r\n'),
  )
  .map(([parts, end]) => parts.join(end))

describe('whatever the bytes', () => {
  const headers = fc.option(
    fc.oneof(
      mediaTypes,
      fc.string(),
      fc
        .tuple(
          mediaTypes,
          fc.constantFrom('utf-8', 'utf-16le', 'gb18030', 'x', '"', 'iso-8859-1', 'replacement'),
        )
        .map(([type, charset]) => `${type}; charset=${charset}`),
    ),
    { nil: undefined },
  )
  const textBytes = fc
    .tuple(soup, fc.constantFrom<BufferEncoding>('utf8', 'utf16le', 'latin1'))
    .map(([text, encoding]) => Buffer.from(text, encoding))

  test(
    'they are text, or refused with a problem',
    () => {
      fc.assert(
        fc.property(
          fc.oneof(fc.uint8Array({ maxLength: 400 }), textBytes),
          headers,
          mediaTypes,
          (bytes, header, other) => {
            const read = () => unlessRefused(() => decode(bytes, header))
            const decoded = read()
            expect(read()).toEqual(decoded)
            if (decoded === undefined) return
            expect(types).toContain(decoded.mediaType)
            check(decoded.text, decoded.mediaType)
            check(decoded.text, other)
          },
        ),
        { numRuns: 300 * TIMES },
      )
    },
    TIMEOUT_MS,
  )
})

describe('the promises of the contract hold for', () => {
  const of = (text: fc.Arbitrary<string>, mediaType?: string) =>
    fc.record({
      text,
      mediaType:
        mediaType === undefined
          ? mediaTypes
          : fc.oneof({ weight: 4, arbitrary: fc.constant(mediaType) }, mediaTypes),
    })

  test.each([
    ['documents that were damaged', mutated, 250],
    ['markup of all kinds in a row', of(soup), 400],
    ['any string', of(fc.string({ unit: 'binary', maxLength: 500 })), 200],
    ['nested Markdown', of(markdown, 'text/markdown'), 300],
    ['nested HTML', of(html, 'text/html'), 300],
    ['nested reStructuredText', of(rst, 'text/x-rst'), 300],
    ['captions', of(captions, 'text/vtt'), 300],
    ['any JSON', of(fc.json({ maxDepth: 5 }), 'application/json'), 200],
  ])(
    '%s',
    (_, texts, numRuns) => {
      fc.assert(
        fc.property(texts, ({ text, mediaType }) => {
          check(text, mediaType)
        }),
        { numRuns: numRuns * TIMES },
      )
    },
    TIMEOUT_MS,
  )
})
