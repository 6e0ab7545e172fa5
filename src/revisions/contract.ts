import { z } from 'zod'
import { ArticleKind, idOf, Language, PersonRole, Slug, Source, Time } from '../contract.ts'

const Markdown = z.string()

/** A person by the name they have in this document; pairs refer to them by it. */
const DocumentPerson = z.object({
  id: idOf('per').optional(),
  name: z.string().min(1),
  role: PersonRole,
  title: z.string().nullable(),
})

const DocumentTopic = z.object({ id: idOf('top').optional(), slug: Slug, name: z.string().min(1) })

const DocumentPair = z.object({
  id: idOf('qa'),
  number: z.int().min(1),
  question: Markdown,
  answer: Markdown,
  askedBy: z.string().nullable(),
  answeredBy: z.array(z.string()),
  mentions: z.array(z.string()),
  topics: z.array(DocumentTopic),
})

/** An article as editors work on it and as `revisions` keeps it: one document, text as CommonMark. */
export const ArticleDocument = z.object({
  title: z.string().min(1),
  dek: z.string().nullable(),
  kind: ArticleKind,
  language: Language,
  publishedAt: Time.nullable(),
  intro: Markdown.nullable(),
  note: Markdown.nullable(),
  people: z.array(DocumentPerson),
  topics: z.array(DocumentTopic),
  source: Source,
  qa: z.array(DocumentPair),
})
export type ArticleDocument = z.infer<typeof ArticleDocument>

/** A document that says nothing yet. */
export const EMPTY_DOCUMENT: Omit<ArticleDocument, 'title'> = {
  dek: null,
  kind: 'interview',
  language: 'en',
  publishedAt: null,
  intro: null,
  note: null,
  people: [],
  topics: [],
  source: { name: null, url: null, language: null },
  qa: [],
}

/** Who made a revision, and what for. */
export interface Signature {
  author: string
  reason: string
}
