import { z } from 'zod'
import { ArticleKind, idOf, Language, PersonRole, Slug, Source, Time } from '../contract.ts'

/** Segment kinds whose characters are in the article. */
export const KEPT_KINDS = ['title', 'dek', 'date', 'byline', 'note', 'intro', 'question', 'answer'] as const
/** Segment kinds whose characters are left out, each for the reason its rule names. */
export const DROPPED_KINDS = [
  'label',
  'pull-quote',
  'heading',
  'caption',
  'navigation',
  'related',
  'promo',
  'bio',
  'markup',
  'blank',
] as const

export const SegmentKind = z.enum([...KEPT_KINDS, ...DROPPED_KINDS]).meta({
  id: 'SegmentKind',
  description: `Kept in the article: ${KEPT_KINDS.join(', ')}. Left out: ${DROPPED_KINDS.join(', ')}.`,
})
export type SegmentKind = z.infer<typeof SegmentKind>

export const Segment = z
  .object({
    start: z.int().min(0).meta({ description: 'First UTF-16 unit of the decoded text.' }),
    end: z.int().min(0).meta({ description: 'One past the last unit.' }),
    kind: SegmentKind,
    qa: z.int().min(1).nullable().meta({ description: 'Reading position of the pair it belongs to.' }),
    rule: z.string().meta({ description: 'The rule that decided, e.g. `first-line`.' }),
    confidence: z.number().min(0).max(1),
  })
  .meta({ id: 'Segment', description: 'What became of one stretch of the source.' })
export type Segment = z.infer<typeof Segment>

/** Every diagnostic an import can give, with what it means. The codes are stable. */
export const DIAGNOSTICS = {
  'question.statement': 'A turn was read as a question although it does not ask.',
  'question.unanswered':
    'A question without an answer; its text stays with the answer before it, or the intro.',
  'pull-quote.repeated': 'A block repeats words of the body and was left out as a pull quote.',
  'date.ambiguous': 'The date can be read in two ways; the likelier was taken.',
  'date.zone-literal': 'The zone was taken at its word, though the place was on another time that day.',
  'title.missing': 'No title was found; the first words of the text stand in for it.',
  'people.unknown-interviewee': 'Nobody could be named as the one who answers.',
  'text.unplaced': 'A block that fitted nowhere was kept in the intro or the answer before it.',
  'text.replaced-characters': 'The source has characters that its charset could not express.',
  'interview.none': 'No interview was found: the text is kept as an article without pairs.',
} as const
export const DiagnosticCode = z.enum(Object.keys(DIAGNOSTICS)).meta({ id: 'DiagnosticCode' })

export const Diagnostic = z
  .object({
    code: DiagnosticCode,
    severity: z.enum(['info', 'warning']),
    detail: z.string(),
    start: z.int().min(0).nullable(),
    end: z.int().min(0).nullable(),
  })
  .meta({ id: 'Diagnostic', description: 'Something an editor may want to look at.' })
export type Diagnostic = z.infer<typeof Diagnostic>

export const TopicName = z
  .object({ slug: Slug, name: z.string().min(1) })
  .meta({ id: 'TopicName', description: 'A topic by name; it may not exist yet.' })

export const ImportedPerson = z
  .object({
    name: z.string(),
    role: PersonRole,
    title: z.string().nullable().meta({ description: 'As the text gives it; null where it gives none.' }),
  })
  .meta({ id: 'ImportedPerson' })
export type ImportedPerson = z.infer<typeof ImportedPerson>

export const ImportedPair = z
  .object({
    question: z.string().meta({ description: 'CommonMark; the words of the source, untouched.' }),
    answer: z.string().meta({ description: 'CommonMark; the words of the source, untouched.' }),
    askedBy: z
      .string()
      .nullable()
      .meta({ description: 'Name of one of `people`; null: the source does not say.' }),
    answeredBy: z.array(z.string()).meta({ description: 'Names of `people`.' }),
    mentions: z.array(z.string()).meta({ description: 'Names of `people` the pair speaks of.' }),
    topics: z.array(TopicName),
  })
  .meta({ id: 'ImportedPair' })
export type ImportedPair = z.infer<typeof ImportedPair>

export const ImportedArticle = z
  .object({
    title: z.string(),
    dek: z.string().nullable(),
    kind: ArticleKind,
    language: Language,
    publishedAt: Time.nullable().meta({ description: 'null: the source gives no date. Never invented.' }),
    intro: z.string().nullable().meta({ description: 'CommonMark.' }),
    note: z.string().nullable().meta({ description: 'CommonMark; what the publisher says of the series.' }),
    people: z.array(ImportedPerson),
    topics: z.array(TopicName),
    source: Source,
    qa: z.array(ImportedPair),
  })
  .meta({ id: 'ImportedArticle', description: 'What the importer read.' })
export type ImportedArticle = z.infer<typeof ImportedArticle>

export const Coverage = z
  .object({
    characters: z.int().min(0),
    kept: z.int().min(0),
    dropped: z.int().min(0),
    lost: z.literal(0).meta({ description: 'Always 0: what fits nowhere is kept, with a diagnostic.' }),
  })
  .meta({ id: 'Coverage', description: 'UTF-16 units of the source by what became of them.' })

export const Receipt = z
  .object({
    segments: z
      .array(Segment)
      .meta({ description: 'In order; they tile the source without gap or overlap.' }),
    coverage: Coverage,
    diagnostics: z.array(Diagnostic),
  })
  .meta({ id: 'Receipt', description: 'What became of every character of the source.' })
export type Receipt = z.infer<typeof Receipt>

export interface Parsed {
  article: ImportedArticle
  receipt: Receipt
  /** The ids that a text carries which is our own export; absent in any other. */
  identity?: { articleId: string | null; pairIds: (string | null)[] }
}

export const ChangedPair = z
  .object({
    id: idOf('qa').nullable().meta({ description: 'null: a preview gives no id to what would be added.' }),
    number: z.int().min(1).meta({ description: 'Never changes, and is never given to another pair.' }),
    position: z
      .int()
      .min(1)
      .nullable()
      .meta({ description: 'Reading position in the text; null: no longer in it.' }),
  })
  .meta({ id: 'ChangedPair', description: 'A pair of the article that a text corrects.' })
export type ChangedPair = z.infer<typeof ChangedPair>

export const Changes = z
  .object({
    kept: z.array(ChangedPair).meta({ description: 'Question and answer are the same.' }),
    edited: z.array(ChangedPair).meta({ description: 'Other words, or other markup.' }),
    moved: z.array(ChangedPair).meta({ description: 'The same, but in another order among the others.' }),
    added: z.array(ChangedPair).meta({ description: 'New to the article, with the next free numbers.' }),
    removed: z.array(ChangedPair).meta({ description: 'No longer in the text.' }),
  })
  .meta({ id: 'Changes', description: 'What became of the pairs of an article; each is in one list.' })
export type Changes = z.infer<typeof Changes>

export const IMPORT_STATUSES = ['created', 'updated', 'unchanged', 'preview'] as const

export const ImportResult = z
  .object({
    id: idOf('imp'),
    status: z.enum(IMPORT_STATUSES).meta({
      description:
        '`created`: a new article. `updated`: a new revision of an article that was found again. `unchanged`: the same bytes came before, or say what the article says. `preview`: nothing was kept.',
    }),
    articleId: idOf('art')
      .nullable()
      .meta({ description: 'Of a preview, the article that would be updated; null where none was found.' }),
    slug: Slug.nullable().meta({ description: 'Of a preview, as `articleId`.' }),
    published: z.boolean().meta({
      description: 'Whether readers see the article: an update that was not published, as it was before.',
    }),
    changes: Changes.nullable().meta({
      description: 'What an update changed, or one after this preview would; null where there is none.',
    }),
    article: ImportedArticle,
    receipt: Receipt,
  })
  .meta({ id: 'ImportResult', description: 'What a text became.' })
export type ImportResult = z.infer<typeof ImportResult>

const choice = z
  .enum(['true', 'false'])
  .default('false')
  .transform((value) => value === 'true')

export const ImportQuery = z.strictObject({
  dryRun: choice.meta({ description: '`true`: read the text and keep nothing.' }),
  publish: choice.meta({ description: '`true`: readers see the article at once.' }),
  url: z
    .url({ protocol: /^https?$/ })
    .optional()
    .meta({ description: 'Where the text was published.' }),
  language: Language.optional().meta({ description: 'Of the text; recognised if not given.' }),
})
export type ImportQuery = z.infer<typeof ImportQuery>
