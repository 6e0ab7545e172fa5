import type { ImportedArticle } from '../imports/contract.ts'
import { readExportHead } from '../imports/read-export-head.ts'
import { readExportParts } from '../imports/read-export-parts.ts'
import { readMarkdownExport } from '../imports/read-markdown-export.ts'
import { Problem } from '../problem.ts'
import type { ArticleDocument } from '../revisions/contract.ts'
import type { FrontMatter, Standing } from '../revisions/export-format.ts'

type Topics = ArticleDocument['topics']

export interface ExportedPair extends Omit<ImportedArticle['qa'][number], 'topics'> {
  /** null where a person added the pair, or another before it has the same. */
  id: string | null
  number: number | null
  topics: Topics
}

/** What the file of an article in an export says. */
export interface ReadArticle {
  id: string | null
  standing: Standing
  content: Omit<ArticleDocument, 'qa'> & { qa: ExportedPair[] }
}

/** Reads the file of an article in an export; `Problem` where it is none, or is broken. Pure. */
export function readArticle(text: string): ReadArticle {
  const head = readExportHead(text)
  const parsed = readMarkdownExport(text)
  if (!head || !parsed)
    throw new Problem(
      'unreadable_text',
      'This is no article of an export: it has no `colloquy: 1` at its head.',
    )
  const { front } = head
  const { article, identity } = parsed
  const said = readExportParts(text, head).filter(({ kind }) => kind === 'question')
  const known = new Map(
    [...front.topics, ...front.pairTopics].toReversed().map((topic) => [topic.slug, topic]),
  )
  const asTopics = (topics: (string | Topics[number])[]) =>
    topics.map((topic) => withoutUndefined(typeof topic === 'string' ? topicCalled(topic, known) : topic))
  const qa = article.qa.map((pair, index): ExportedPair => {
    const marker = said[index]?.said
    const id = identity?.pairIds[index] ?? null
    const number = id === null ? null : (marker?.number ?? null)
    return { ...pair, id, number, topics: asTopics(marker?.topics ?? []) }
  })
  const people = front.people.map(withoutUndefined)
  return {
    id: front.id,
    standing: front,
    content: { ...article, people, topics: asTopics(front.topics), qa },
  }
}

function topicCalled(slug: string, known: Map<string, FrontMatter['topics'][number]>): Topics[number] {
  return known.get(slug) ?? { slug, name: slug }
}

/** An optional id that is not there has no entry: documents are compared as they are kept. */
function withoutUndefined<T extends { id?: string | undefined }>({
  id,
  ...rest
}: T): Omit<T, 'id'> & { id?: string } {
  return id === undefined ? rest : { ...rest, id }
}
