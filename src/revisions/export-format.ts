import { z } from 'zod'
import { ArticleKind, idOf, Language, PersonRole, Slug, Time } from '../contract.ts'

/** What front matter of ours says in `colloquy`: the version of this format. */
export const FORMAT_VERSION = 1

/** A day or a moment, as a person may write it; becomes RFC 3339 UTC with milliseconds. */
const WrittenTime = z
  .union([z.iso.date(), z.iso.datetime({ offset: true })], 'must be a date or a date-time')
  .transform((value) => new Date(value).toISOString())
  .pipe(Time)

const absent = <T extends z.ZodType>(value: T) => value.nullable().default(null)
const listOf = <T extends z.ZodType>(item: T) =>
  z
    .array(item)
    .nullish()
    .transform((items) => items ?? [])

const TopicName = z.object({ id: idOf('top').optional(), slug: Slug, name: z.string().min(1) })
const NO_SOURCE = { name: null, url: null, language: null }

/** How an article stands; said where a whole archive is exported, and not on the page that readers get. */
export const Standing = z.object({
  slug: absent(Slug),
  formerSlugs: listOf(Slug),
  /** Readers see it: this text, or another where the export has that beside it. */
  published: z
    .boolean()
    .nullish()
    .transform((published) => published ?? false),
  firstPublishedAt: absent(WrittenTime),
  /** When what readers see last changed. */
  updatedAt: absent(WrittenTime),
  scheduledAt: absent(WrittenTime),
  scheduledBy: absent(z.string()),
  retractedAt: absent(WrittenTime),
  trashedAt: absent(WrittenTime),
  /** Where pairs with higher numbers than any that is left are gone. */
  lastPairNumber: absent(z.int().min(0)),
})
export type Standing = z.infer<typeof Standing>

/** The front matter of an exported article. People edit it: any entry may be missing, others may be there. */
export const FrontMatter = z.object({
  colloquy: z.literal(FORMAT_VERSION),
  id: absent(idOf('art')),
  ...Standing.shape,
  title: absent(z.string().min(1)),
  dek: absent(z.string()),
  kind: absent(ArticleKind),
  language: absent(Language),
  publishedAt: absent(WrittenTime),
  people: listOf(
    z.object({
      id: idOf('per').optional(),
      name: z.string().min(1),
      role: PersonRole,
      title: z.string().nullable().default(null),
    }),
  ),
  topics: listOf(TopicName),
  /** Those that only pairs have: markers name them by their slugs. */
  pairTopics: listOf(TopicName),
  source: z
    .object({ name: absent(z.string()), url: absent(z.url()), language: absent(Language) })
    .nullish()
    .transform((source) => source ?? NO_SOURCE),
  note: absent(z.string()),
})
export type FrontMatter = z.infer<typeof FrontMatter>

/**
 * What a marker says of the text behind it, which of an intro or answer is seldom anything. A topic goes by its slug
 * where the front matter has its name.
 */
export const Marker = z.object({
  /** The text stands between exactly one empty line and another, and is no heading. */
  exact: z.boolean().default(false),
  /** The text itself, where it has characters that no text file can have. */
  text: z.string().optional(),
  id: absent(idOf('qa')),
  number: absent(z.int().min(1)),
  askedBy: absent(z.string()),
  answeredBy: listOf(z.string()),
  mentions: listOf(z.string()),
  topics: listOf(z.union([Slug, TopicName], 'must be a slug, or an object with slug and name')),
})
export type Marker = z.infer<typeof Marker>

/**
 * A line of its own that says what follows: `<!-- answer -->`, `<!-- question {"id":"…"} -->`. Groups: kind, JSON.
 * An `intro` needs one only where its marker says something.
 */
export const MARKER =
  /(?<=\n)<!--[ \t]*(question|answer|intro)(?:[ \t]+(\{[^\n]*\}))?[ \t]*-->[ \t\r]*(?:\n|$)/g

// For both a line begins after a line feed only, as for `MARKER`; with the flag `m` U+2028 would do.
const LIKE_MARKER = /(?<![^\n])(<!--[ \t]*\\*)(?=question|answer|intro)/g
const ESCAPED_MARKER = /(?<![^\n])(<!--[ \t]*\\*)\\(?=question|answer|intro)/g

/** Gives each line that could be taken for a marker one more backslash. */
export function escapeMarkers(text: string): string {
  return text.replace(LIKE_MARKER, '$1\\')
}

/** Undoes `escapeMarkers`. */
export function unescapeMarkers(text: string): string {
  return text.replace(ESCAPED_MARKER, '$1')
}

/** Without the empty lines above and the white space below: what a text is read as, unless its marker says `exact`. */
export function stripEnds(text: string): string {
  return text.replace(/^(?:[^\S\n]*\n)+/, '').trimEnd()
}

/** A question of one line stands as a heading. */
export const QUESTION_HEADING = /^## ([^\n]+)$/
