import { z } from 'zod'
import { ArticleKind, ArticleStatus, idOf, Language, PersonRole, Slug, Source, Time } from '../contract.ts'
import { pageOf, pageParameters } from '../http/contract.ts'

/** Longest title, name and the like. */
const LINE_CHARS_MAX = 1_000
const PARAGRAPH_CHARS_MAX = 10_000
const ADDRESS_CHARS_MAX = 2_000
const PAIRS_MAX = 10_000
const ITEMS_MAX = 500
/** Most other names, and most addresses, of a person or a topic. */
const ALIASES_MAX = 100

export const isWhole = (text: string): boolean => text.isWellFormed()
export const NOT_WHOLE = 'has half a character in it, which no file and no database keeps: a lone surrogate'
/** A text for people. */
const Text = z.string().refine(isWhole, NOT_WHOLE)
/** What a title, a name and the like are sent as. */
export const Line = z.string().trim().min(1).max(LINE_CHARS_MAX).refine(isWhole, NOT_WHOLE)
/** What is said of a person or a topic. */
export const Paragraph = z.string().trim().min(1).max(PARAGRAPH_CHARS_MAX).refine(isWhole, NOT_WHOLE)
/** Other names of a person or a topic. */
export const OtherNames = z.array(Line).max(ALIASES_MAX)
/** Addresses of the same person or topic elsewhere. */
export const Addresses = z.array(z.url({ protocol: /^https?$/ }).max(ADDRESS_CHARS_MAX)).max(ALIASES_MAX)

const Markdown = z.string().meta({ description: 'CommonMark.' })

// ---- What editors are given ------------------------------------------------------------------------

const EditorialPerson = z.object({
  id: idOf('per').optional(),
  name: z.string(),
  role: PersonRole,
  title: z.string().nullable(),
})
const EditorialTopic = z.object({ id: idOf('top').optional(), slug: Slug, name: z.string() })
const EditorialPair = z
  .object({
    id: idOf('qa'),
    number: z.int().min(1).meta({ description: 'Given once, never reused.' }),
    position: z.int().min(1).meta({ description: 'In reading order.' }),
    question: Markdown,
    answer: Markdown,
    askedBy: z.string().nullable().meta({ description: 'A name out of `people`.' }),
    answeredBy: z.array(z.string()).meta({ description: 'Names out of `people`.' }),
    mentions: z.array(z.string()),
    topics: z.array(EditorialTopic),
  })
  .meta({ id: 'EditorialPair' })

/** What an article says in one of its revisions, with text as CommonMark. */
export const Document = z.object({
  title: z.string(),
  dek: z.string().nullable(),
  kind: ArticleKind,
  language: Language,
  publishedAt: Time.nullable().meta({ description: 'null: when it is first published.' }),
  intro: Markdown.nullable(),
  note: Markdown.nullable(),
  people: z.array(EditorialPerson),
  topics: z.array(EditorialTopic),
  source: Source,
  qa: z.array(EditorialPair),
})

/** How an article stands, beside what it says. All of it is read-only. */
const State = z.object({
  id: idOf('art'),
  type: z.literal('article'),
  status: ArticleStatus,
  revision: z.int().min(1).meta({ description: 'The revision that is shown here.' }),
  draftRevision: z.int().min(1),
  publishedRevision: z.int().min(1).nullable().meta({ description: 'What readers see; null: nothing.' }),
  scheduledAt: Time.nullable(),
  trashedAt: Time.nullable(),
  retractedAt: Time.nullable(),
  createdAt: Time,
  updatedAt: Time,
  etag: z.string().meta({ description: 'What `If-Match` takes; the header `ETag` has the same.' }),
})
export const READ_ONLY = State.keyof().options

export const EditorialArticle = State.extend({ slug: Slug, ...Document.shape }).meta({
  id: 'EditorialArticle',
  description: 'An article as editors work on it: one revision, and how the article stands.',
})
export type EditorialArticle = z.infer<typeof EditorialArticle>

export const EditorialSummary = State.omit({ revision: true })
  .extend({ slug: Slug, title: z.string().meta({ description: 'Of the draft.' }) })
  .meta({ id: 'EditorialSummary', description: 'How an article stands, and what its draft is called.' })
export type EditorialSummary = z.infer<typeof EditorialSummary>

export const EditorialPage = pageOf(EditorialSummary).meta({ id: 'EditorialPage' })
export type EditorialPage = z.infer<typeof EditorialPage>

/** What a list of articles takes that is for editors. */
export const EditorialListQuery = z.strictObject({
  status: ArticleStatus.optional().meta({ description: 'How they stand. Goes with `version=draft`.' }),
  ...pageParameters,
})
export type EditorialListQuery = z.infer<typeof EditorialListQuery>

export const Revision = z
  .object({
    number: z.int().min(1),
    author: z.string().meta({ description: 'Id and name of the key or user; or a command.' }),
    reason: z.string(),
    createdAt: Time,
    published: z.boolean().meta({ description: 'Readers see this one.' }),
  })
  .meta({ id: 'Revision' })
export const RevisionPage = z
  .object({ data: z.array(Revision), page: z.object({ limit: z.int(), nextBefore: z.int().nullable() }) })
  .meta({ id: 'RevisionPage', description: 'The newest first.' })
export type RevisionPage = z.infer<typeof RevisionPage>

// ---- What editors send -----------------------------------------------------------------------------

const MarkdownInput = Text.meta({ description: 'CommonMark.' })

const InputPerson = z
  .strictObject({
    id: idOf('per').optional(),
    name: Line.optional(),
    role: PersonRole,
    title: Text.max(LINE_CHARS_MAX).nullable().optional(),
  })
  .refine(({ id, name }) => id !== undefined || name !== undefined, 'needs an id or a name')

const InputTopic = z
  .strictObject({ id: idOf('top').optional(), slug: Slug.optional(), name: Line.optional() })
  .refine(({ id, slug, name }) => (id ?? slug ?? name) !== undefined, 'needs an id, slug or name')

const InputPair = z
  .strictObject({
    id: idOf('qa').optional(),
    number: z.int().optional().meta({ description: 'Read-only.' }),
    position: z.int().optional().meta({ description: 'Read-only; the order of the array counts.' }),
    question: MarkdownInput.optional(),
    answer: MarkdownInput.optional(),
    askedBy: Line.nullable().optional(),
    answeredBy: z.array(Line).max(ITEMS_MAX).optional(),
    mentions: z.array(Line).max(ITEMS_MAX).optional(),
    topics: z.array(InputTopic).max(ITEMS_MAX).optional(),
  })
  .meta({
    id: 'DraftPair',
    description:
      'With the `id` of a pair of the article it is that pair: what is not given stays as it is. Else a new one, which needs `question` and `answer`.',
  })

const readOnly = Object.fromEntries(
  READ_ONLY.map((name) => [name, z.unknown().optional().meta({ description: 'Read-only.' })]),
)

const input = {
  slug: Slug.optional(),
  dek: Text.max(LINE_CHARS_MAX).nullable().optional(),
  kind: ArticleKind.optional(),
  language: Language.optional(),
  publishedAt: Time.nullable().optional(),
  intro: MarkdownInput.nullable().optional(),
  note: MarkdownInput.nullable().optional(),
  people: z.array(InputPerson).max(ITEMS_MAX).nullable().optional(),
  topics: z.array(InputTopic).max(ITEMS_MAX).nullable().optional(),
  source: z
    .strictObject({
      name: Text.max(LINE_CHARS_MAX).nullable().optional(),
      url: z
        .url({ protocol: /^https?$/ })
        .nullable()
        .optional(),
      language: Language.nullable().optional(),
    })
    .nullable()
    .optional(),
  qa: z.array(InputPair).max(PAIRS_MAX).nullable().optional(),
  reason: Line.optional().meta({ description: 'Why; kept with the revision.' }),
}

export const NewArticle = z.strictObject({ title: Line, ...input }).meta({ id: 'NewArticle' })
export type NewArticle = z.infer<typeof NewArticle>

export const ArticlePatch = z.strictObject({ title: Line.optional(), ...input, ...readOnly }).meta({
  id: 'ArticlePatch',
  description:
    'RFC 7396: what is not given stays, null clears, arrays are replaced whole. Read-only members may be sent back as they came.',
})
export type ArticlePatch = z.infer<typeof ArticlePatch>

const Words = z
  .array(z.object({ change: z.enum(['same', 'added', 'removed']), text: z.string() }))
  .meta({ id: 'WordDiff', description: 'What stayed, came and went, in order, word by word.' })
const PairRef = z.object({ id: idOf('qa'), number: z.int(), position: z.int() })

export const ArticleDiff = z
  .object({
    from: z.int(),
    to: z.int(),
    members: z.array(
      z.object({
        name: z.string(),
        from: z.unknown(),
        to: z.unknown(),
        words: Words.nullable().meta({ description: 'Of texts; null of anything else.' }),
      }),
    ),
    qa: z.object({
      added: z.array(PairRef),
      removed: z.array(PairRef),
      moved: z.array(PairRef.extend({ fromPosition: z.int() })),
      edited: z.array(
        PairRef.extend({
          question: Words.nullable().meta({ description: 'null: not changed.' }),
          answer: Words.nullable().meta({ description: 'null: not changed.' }),
          members: z.array(z.string()).meta({ description: 'Other members that changed.' }),
        }),
      ),
    }),
  })
  .meta({ id: 'ArticleDiff', description: 'What changed from one revision to another, pair by pair.' })
export type ArticleDiff = z.infer<typeof ArticleDiff>
