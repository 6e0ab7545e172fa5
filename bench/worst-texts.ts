/** A kind of text that is as hard to read as one can make it. */
export interface WorstText {
  name: string
  mediaType: string
  write: (chars: number) => string
}

/** Units that are repeated without end. */
const PLAIN: Record<string, string> = {
  'question marks': '?',
  'one line': 'word ',
  'empty lines': '\n',
  'words on lines': 'word\n',
  'labels without text': 'Q:\n',
  'turns without end': 'Q: why?\nA: so.\n',
  'colons on lines': ':\n',
  'one sentence repeated': 'There is an underlying problem in every corner of it.\n\n',
  'names in a row': 'Anna Berg ',
  'names and commas': 'Anna Berg, ',
  'names that are somebody': 'Anna Berg is a ',
  'names in titles': 'former Minister Anna Berg ',
  'names with particles': 'Anna von der ',
  'offices without names': 'Secretary of State ',
  'one capital': 'A',
  'capitals and dots': 'A.',
  'initials and spaces': 'A. ',
  'initials that go on': 'U.S. a ',
  'question marks and spaces': '? ',
  'closing marks': '?”””” ',
  'open quotation marks': '“',
  'open quotation marks before words': '“word ',
  'open low quotation marks': '„',
  'open brackets': '[(',
  'markup in plain text': '[a](*_`<',
  'numbers on lines': '1.\n',
  'questions behind dashes': '- a?\n',
  'date on date': '1 May 2001 ',
  'dates on lines': '1 May 2001\n',
  furniture: 'Related\n\n',
  captions: 'Photo: x\n',
  'topic labels': 'Tags: drone strikes, water\n\n',
  'no-break spaces': 'a b c d e f g\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0',
  'marks on letters': 'a\u0301',
  emoji: '😀a ',
  'Chinese questions': '你好吗？',
  'Chinese lines': '你好\n',
  'wrapped lines': `${'lorem ipsum '.repeat(5)}\n`,
}
const MARKDOWN: Record<string, string> = {
  stars: '*',
  'stars before letters': '*a ',
  'stars and underscores': '*_a',
  'links without end': '[',
  'images without end': '![',
  'links without target': '[a](',
  'links in links': '[a](b',
  backticks: '`',
  'backticks of all lengths': '`a``b```c````d',
  'list items': '- a\n',
  'nested lists on one line': '- ',
  'nested quotations on one line': '> ',
  'tags without end': '<',
  'tags that open': '<a ',
  'comments without end': '<!--',
  entities: '&amp;',
  backslashes: '\\',
  rules: '---\n',
  headings: '# Why?\n\n',
  'bold questions': '**Why?**\n\nSo.\n\n',
  'table rows': '|a|b\n',
  definitions: '[a]: b\n',
  footnotes: '[^a]',
  'footnotes on one line': '[^1]: *a* ',
  'front matter without end': '---\na: [',
  'code fences': '```\n',
  'tags on lines': '<b>a\n',
  'comments on lines': 'a <!-- b\n',
  'marked words': '**a** *b* ',
  links: '[a](b) ',
  'links on lines': '[a][b]\n',
  'quotations on lines': '> a\n',
  'lists that sink': '- a\n - b\n  - c\n',
}
const HTML: Record<string, string> = {
  brackets: '<',
  'closing tags': '</a>',
  'nested elements': '<div>',
  'nested spans in words': '<b>a',
  'misnested tags': '<b><i></b></i>',
  'misnested paragraphs': '<p><b>',
  'nested tables': '<table><tr><td>',
  'open attributes': '<a b="',
  'many attributes': '<a b=c d=e>',
  'open comments': '<!--',
  references: '&amp;',
  'unknown references': '&a',
  'list items in HTML': '<li>a',
  'questions in HTML': '<h2>Why?</h2><p>So.</p>',
  'open scripts': '<script>',
  'definitions in HTML': '<dt>Why?<dd>So.',
  'blank paragraphs': '<p> ',
  'marked words in HTML': '<b>a</b> <i>b</i> ',
  'links in HTML': '<a href="b">a</a> ',
  breaks: 'a<br>',
  'elements of all kinds': '<div><p>a</p><ul><li>b</ul></div>',
}

/** Units each of which is another one, made with a word that no other has. */
const DIFFERENT: Record<string, (word: (index: number) => string) => string> = {
  'different words': (word) => `${word(0).toLowerCase()} `,
  'different names': (word) => `${word(0)} ${word(1)} said. `,
  'different ministers in pairs': (word) =>
    `Is it so?\n\nYes. Minister ${word(0)} ${word(1)} said, I think.\n\n`,
  'different bylines': (word) => `Interview by ${word(0)} ${word(1)}. `,
  'different labels': (word) => `${word(0)} ${word(1)}: yes\n`,
  'different speakers': (word) => `${word(0)}: Why?\n${word(1)}: So.\n${word(0)}: Why?\n`,
  'different people behind labels': (word) =>
    `Q: Why, Minister ${word(0)} ${word(1)}?\nA: So, Professor ${word(2)} ${word(3)}.\n`,
  'different questions': (word) => `Is it ${word(0)} or ${word(1)}?\n\nYes, ${word(2)} it is. I do.\n\n`,
  'different lines with one beginning': (word) => `one two three four ${word(0)} ${word(1)}\n\n`,
}

/** Much before the labels to look for their names in. */
function writeNamesAndLabels(chars: number): string {
  const turns = (word: (index: number) => string) => `${word(0)}: Why?\n${word(1)}: So.\n`.repeat(2)
  return `${'Anna Berg said so. '.repeat(chars / 40)}\n\n${writeDifferent(turns, chars / 2)}`
}

function writeBlank(chars: number): string {
  return `one two three four five six seven${'\u00a0'.repeat(chars)}x`
}

/** Behind bold questions on the line of their answers, bold words that never come to an end. */
function writeBoldLine(chars: number): string {
  return `**Why so?** Yes.\n\n**And why?** No.\n\n**${'的'.repeat(chars)}** and so on.\n`
}

/** A title that says again and again whom the interview is with. */
function writeTitle(chars: number): string {
  return `# ${'interview with Anna Berg '.repeat(chars / 25)}\n\n${'**Why?**\n\nI must.\n\n'.repeat(3)}`
}

export const WORST: WorstText[] = [
  ...repeated(PLAIN, 'text/plain'),
  ...repeated(MARKDOWN, 'text/markdown'),
  ...repeated(HTML, 'text/html'),
  ...Object.entries(DIFFERENT).map(([name, unit]) => ({
    name,
    mediaType: 'text/plain',
    write: (chars: number): string => writeDifferent(unit, chars),
  })),
  { name: 'names before different labels', mediaType: 'text/plain', write: writeNamesAndLabels },
  { name: 'no-break spaces in one paragraph', mediaType: 'text/plain', write: writeBlank },
  { name: 'a bold line without end', mediaType: 'text/markdown', write: writeBoldLine },
  { name: 'a title that invites without end', mediaType: 'text/markdown', write: writeTitle },
]

function repeated(units: Record<string, string>, mediaType: string): WorstText[] {
  return Object.entries(units).map(([name, unit]) => ({
    name,
    mediaType,
    write: (chars) => unit.repeat(Math.ceil(chars / unit.length)).slice(0, chars),
  }))
}

function writeDifferent(unit: (word: (index: number) => string) => string, chars: number): string {
  const parts: string[] = []
  for (let length = 0, made = 0; length < chars; made += 4) {
    const first = made
    const part = unit((index) => wordOf(first + index))
    parts.push(part)
    length += part.length
  }
  return parts.join('')
}

/** A capitalised word of five letters or more for each number. */
function wordOf(number: number): string {
  let rest = number + 26 ** 4
  let word = ''
  for (; rest > 0; rest = Math.floor(rest / 26)) word += String.fromCharCode(97 + (rest % 26))
  return word.slice(0, 1).toUpperCase() + word.slice(1)
}
