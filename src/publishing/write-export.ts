import { dump } from 'js-yaml'
import MarkdownIt from 'markdown-it'
import type { ArticleDocument } from '../revisions/contract.ts'
import {
  escapeMarkers,
  FORMAT_VERSION,
  type Marker,
  QUESTION_HEADING,
  type Standing,
  stripEnds,
} from '../revisions/export-format.ts'

type Pair = ArticleDocument['qa'][number]
type Topic = ArticleDocument['topics'][number]

/** No text file has these. */
const NOT_IN_FILES = /[\0-\u0008\u000e-\u001f\u007f]/
/** Nothing that begins with a letter is a block of another kind; a heading ends before closing number signs. */
const PLAIN_LINE = /^\p{L}.*[^#\s]$/u
/** What js-yaml puts behind a last text that ends with empty lines. */
const YAML_END = /\n\.\.\.\n$/

// Those who read the page may allow HTML.
const markdownIt = new MarkdownIt('commonmark', { html: true })

/**
 * An article as a Markdown page: front matter, then each text as it is under a comment that says what it is.
 * Reading it back (`readExport`) gives the same article with the same ids.
 */
export function writeExport(articleId: string, document: ArticleDocument): string {
  return write(articleId, withoutIds(document), {})
}

/** The same for an export of the archive: it says too how the article stands, and who its people and topics are. */
export function writeWholeExport(
  articleId: string,
  document: ArticleDocument,
  standing: Partial<Standing>,
): string {
  return write(articleId, document, standing)
}

function write(articleId: string, document: ArticleDocument, standing: Partial<Standing>): string {
  const { intro } = document
  const front = writeFrontMatter(frontMatterOf(articleId, document, standing))
  const { marker, shown } = writeText(intro ?? '')
  const isPlain = intro === null || (intro !== '' && Object.keys(marker).length === 0)
  const introParts = isPlain
    ? [writePart(front, shown)]
    : [writePart(front, ''), writePart(writeMarker('intro', intro === '' ? { text: '' } : marker), shown)]
  const known = topicsBySlug([...document.topics, ...pairTopicsOf(document)])
  return [...introParts, ...document.qa.flatMap((pair) => writePair(pair, known))].join('\n')
}

/** A pair as a Markdown page of its own: front matter, then its texts as in the page of its article. */
export function writePairPage(
  front: object,
  { question, answer }: Pick<Pair, 'question' | 'answer'>,
): string {
  return [writePart(writeFrontMatter(front), ''), ...writeTexts(question, answer, {})].join('\n')
}

/** Readers know people by name, and topics by slug and name. */
function withoutIds(document: ArticleDocument): ArticleDocument {
  const named = (topics: Topic[]) => topics.map(({ slug, name }) => ({ slug, name }))
  return {
    ...document,
    people: document.people.map(({ name, role, title }) => ({ name, role, title })),
    topics: named(document.topics),
    qa: document.qa.map((pair) => ({ ...pair, topics: named(pair.topics) })),
  }
}

function frontMatterOf(id: string, document: ArticleDocument, standing: Partial<Standing>): object {
  const { title, dek, kind, language, publishedAt, people, topics, source, note } = document
  return {
    ...{ colloquy: FORMAT_VERSION, id },
    ...standing,
    ...{ title, dek, kind, language, publishedAt },
    people: people.map(({ id: personId, name, role, title: inArticle }) =>
      withoutEmpty({ id: personId ?? null, name, role, title: inArticle }),
    ),
    topics: topics.map(writeTopic),
    pairTopics: pairTopicsOf(document).map(writeTopic),
    source: withoutEmpty(source),
    note,
  }
}

function writeFrontMatter(entries: object): string {
  // One line per line of the text: a diff shows what changed.
  const yaml = dump(withoutEmpty(entries), { lineWidth: -1, noRefs: true }).replace(YAML_END, '\n')
  return `---\n${yaml}---`
}

function writeTopic({ id, slug, name }: Topic): object {
  return withoutEmpty({ id: id ?? null, slug, name })
}

/** Of topics with one slug the first. */
function topicsBySlug(topics: Topic[]): Map<string, Topic> {
  return new Map(topics.toReversed().map((topic) => [topic.slug, topic]))
}

/** The topics that pairs have and the article has not, each once. */
function pairTopicsOf({ topics, qa }: ArticleDocument): Topic[] {
  const own = new Set(topics.map(({ slug }) => slug))
  const others = topicsBySlug(qa.flatMap((pair) => pair.topics).filter(({ slug }) => !own.has(slug)))
  return [...others.values()].toReversed()
}

function writePair(pair: Pair, known: Map<string, Topic>): string[] {
  const { id, number, askedBy, answeredBy, mentions } = pair
  const topics = pair.topics.map((topic) => {
    const { id, slug, name } = topic
    const same = known.get(slug)
    return same?.name === name && same.id === id ? slug : writeTopic(topic)
  })
  const said = withoutEmpty({ id, number, askedBy, answeredBy, mentions, topics })
  return writeTexts(pair.question, pair.answer, said)
}

/** The texts of a pair, each under its marker; `said` goes into that of the question. */
function writeTexts(question: string, answer: string, said: object): string[] {
  const [asked, answered] = [writeQuestion(question), writeText(answer)]
  return [
    writePart(writeMarker('question', { ...said, ...asked.marker }), asked.shown),
    writePart(writeMarker('answer', answered.marker), answered.shown),
  ]
}

interface Written {
  marker: Partial<Pick<Marker, 'exact' | 'text'>>
  shown: string
}

function writeQuestion(question: string): Written {
  if (survivesAsHeading(question)) return { marker: {}, shown: `## ${question}` }
  const { marker, shown } = writeText(question)
  return QUESTION_HEADING.test(question) ? { marker: { ...marker, exact: true }, shown } : { marker, shown }
}

function writeText(text: string): Written {
  if (NOT_IN_FILES.test(text) || !text.isWellFormed()) return { marker: { text }, shown: '' }
  return { marker: stripEnds(text) === text ? {} : { exact: true }, shown: escapeMarkers(text) }
}

/** Whether a text is one paragraph of one line, and the same words as a heading. */
function survivesAsHeading(text: string): boolean {
  if (NOT_IN_FILES.test(text) || !text.isWellFormed() || stripEnds(text) !== text) return false
  if (PLAIN_LINE.test(text)) return true
  const isOnly = (block: string, markdown: string) => {
    const [open, inline, , ...more] = markdownIt.parse(markdown, {})
    return open?.type === block && inline?.content === text && more.length === 0
  }
  return !text.includes('\n') && isOnly('paragraph_open', text) && isOnly('heading_open', `## ${text}`)
}

function writePart(marker: string, shown: string): string {
  return shown === '' ? `${marker}\n` : `${marker}\n\n${shown}\n`
}

/** JSON in a comment, in which `--` must not occur. */
function writeMarker(kind: 'intro' | 'question' | 'answer', said: object): string {
  if (Object.keys(said).length === 0) return `<!-- ${kind} -->`
  const json = JSON.stringify(said).replace(/-(?=-)/g, '\\u002d')
  return `<!-- ${kind} ${json} -->`
}

/** Without what says nothing: null, and lists and objects with nothing in them. An empty text is a text. */
function withoutEmpty(entries: object): object {
  const isEmpty = (value: unknown) =>
    value === null || (typeof value === 'object' && Object.keys(value).length === 0)
  return Object.fromEntries(Object.entries(entries).filter(([, value]) => !isEmpty(value)))
}
