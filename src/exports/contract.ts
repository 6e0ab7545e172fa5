import { z } from 'zod'
import { idOf, Slug, Time } from '../contract.ts'

/** The file that says that a folder is an export, and which of its files are. */
export const MANIFEST_FILE = 'colloquy.json'
export const FOLDER_VERSION = 1
/** Working copies, by slug; those that readers see otherwise are in `PUBLISHED_FOLDER`, too, as they see them. */
export const ARTICLES_FOLDER = 'articles'
export const PUBLISHED_FOLDER = 'published'
export const PEOPLE_FILE = 'people.jsonl'
export const TOPICS_FILE = 'topics.jsonl'
export const CORRECTIONS_FILE = 'corrections.jsonl'
export const NUMBERS_FILE = 'numbers.jsonl'

export const Manifest = z.object({
  colloquy: z.int(),
  type: z.literal('export'),
  files: z.array(z.string()),
})
export type Manifest = z.infer<typeof Manifest>

const slugs = { slug: Slug, formerSlugs: z.array(Slug).default([]) }

/** Who or what was merged into another is only a way to them. */
const Merged = (prefix: 'per' | 'top') =>
  z.strictObject({ id: idOf(prefix), name: z.string().min(1), mergedInto: idOf(prefix) })
export type MergedLine = z.infer<ReturnType<typeof Merged>>

export const ExportedPerson = z.strictObject({
  id: idOf('per'),
  ...slugs,
  name: z.string().min(1),
  title: z.string().nullable().default(null),
  bio: z.string().nullable().default(null),
  aliases: z.array(z.string()).default([]),
  sameAs: z.array(z.string()).default([]),
})
export type ExportedPerson = z.infer<typeof ExportedPerson>
export const PersonLine = z.union([Merged('per'), ExportedPerson])
export type PersonLine = z.infer<typeof PersonLine>

export const ExportedTopic = z.strictObject({
  id: idOf('top'),
  ...slugs,
  name: z.string().min(1),
  description: z.string().nullable().default(null),
  altLabels: z.array(z.string()).default([]),
  broader: idOf('top').nullable().default(null),
  sameAs: z.array(z.string()).default([]),
})
export type ExportedTopic = z.infer<typeof ExportedTopic>
export const TopicLine = z.union([Merged('top'), ExportedTopic])
export type TopicLine = z.infer<typeof TopicLine>

export const CorrectionLine = z.strictObject({
  id: idOf('cor'),
  articleId: idOf('art'),
  qaId: idOf('qa').nullable().default(null),
  kind: z.enum(['correction', 'clarification', 'retraction']),
  text: z.string(),
  author: z.string(),
  at: Time,
})
export type CorrectionLine = z.infer<typeof CorrectionLine>

/** The number that an article, a person, a topic or a kind is known by to who knows integers alone. */
export const NumberLine = z.strictObject({ number: z.int().min(1), resourceId: z.string().min(1) })
export type NumberLine = z.infer<typeof NumberLine>
