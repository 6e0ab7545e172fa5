import { z } from 'zod'
import { idOf, Language, Time } from '../contract.ts'

/** In which forms something is sent, by their suffixes, with their media types. */
export const MEDIA_TYPES = {
  json: 'application/json',
  html: 'text/html',
  // RFC 7763.
  md: 'text/markdown',
  jsonld: 'application/ld+json',
  // Not registered, but what those who exchange it say.
  ninjs: 'application/ninjs+json',
  csl: 'application/vnd.citationstyles.csl+json',
} as const
export type Form = keyof typeof MEDIA_TYPES

/** The forms of an article, and of a pair. A request that wants none of them, or several alike, gets the first. */
export const ARTICLE_FORMS = ['json', 'html', 'md', 'jsonld', 'ninjs', 'csl'] as const
export const PAIR_FORMS = ['json', 'html', 'md', 'jsonld', 'csl'] as const
export type ArticleForm = (typeof ARTICLE_FORMS)[number]
export type PairForm = (typeof PAIR_FORMS)[number]

export const JsonLd = z
  .looseObject({
    '@context': z.literal('https://schema.org'),
    '@type': z.enum(['NewsArticle', 'Question']),
    '@id': z.string().meta({ description: 'Where readers read it: an address, in letters of any script.' }),
  })
  .meta({ id: 'JsonLd', description: 'schema.org in JSON-LD.' })

// ---- ninjs 3.1 (https://iptc.org/std/ninjs/): what we say of all that it has --------------------------

const Text = z.strictObject({
  role: z.string(),
  contentType: z.enum(['text/plain', 'text/html']),
  value: z.string(),
})
const Concept = z.strictObject({ name: z.string(), rel: z.string(), uri: z.url(), literal: z.string() })

const NinjsItem = z.strictObject({
  uri: z.url().meta({ description: 'Never changes: the address of the resource here, by its id.' }),
  type: z.literal('text'),
  representationType: z.literal('full'),
  pubStatus: z.literal('usable'),
  language: Language,
  headlines: z.array(Text),
  bodies: z.array(Text.extend({ charCount: z.int(), wordCount: z.int().optional() })),
  people: z.array(Concept).meta({ description: '`rel`: the role.' }),
  subjects: z.array(Concept),
  altIds: z.array(z.strictObject({ role: z.string(), value: z.string() })),
  renditions: z
    .array(z.strictObject({ name: z.literal('web'), href: z.url(), contentType: z.literal('text/html') }))
    .meta({ description: 'Where readers read it.' }),
})

/** A pair of an article. */
const NinjsAssociation = NinjsItem.extend({ name: z.string(), rel: z.literal('hasPart') })

export const Ninjs = NinjsItem.extend({
  standard: z.strictObject({ name: z.literal('ninjs'), version: z.literal('3.1'), schema: z.url() }),
  profile: z.string().meta({ description: 'The kind of article.' }),
  version: z.string(),
  contentCreated: Time,
  versionCreated: Time,
  title: z.string(),
  slugline: z.string(),
  by: z.string().optional(),
  descriptions: z.array(Text),
  genres: z.array(z.strictObject({ name: z.string(), uri: z.url() })),
  infoSources: z.array(z.strictObject({ name: z.string(), role: z.string(), uri: z.url().optional() })),
  associations: z.array(NinjsAssociation).meta({ description: 'The pairs, in reading order.' }),
}).meta({ id: 'Ninjs', description: "News in JSON, IPTC's ninjs 3.1." })
export type Ninjs = z.infer<typeof Ninjs>
export type NinjsAssociation = z.infer<typeof NinjsAssociation>

// ---- CSL-JSON (https://docs.citationstyles.org/): what citation styles cite ---------------------------

const names = z
  .array(z.strictObject({ literal: z.string() }))
  .optional()
  .meta({ description: 'Whole names: which part of one is the family name, nobody has said.' })

export const Citation = z
  .strictObject({
    id: z.union([idOf('art'), idOf('qa')]),
    type: z.enum(['interview', 'webpage']).meta({ description: '`webpage`: an article without pairs.' }),
    title: z.string().meta({ description: 'Of a pair: the question.' }),
    'container-title': z
      .string()
      .optional()
      .meta({ description: 'Of a pair: the title of its article. Of an article: where it was published.' }),
    author: names,
    interviewer: names,
    editor: names,
    translator: names,
    issued: z.strictObject({ 'date-parts': z.tuple([z.tuple([z.int(), z.int(), z.int()])]) }),
    URL: z.string().meta({ description: 'Where readers read it.' }),
    language: Language,
    abstract: z.string().optional(),
  })
  .meta({ id: 'Citation', description: 'An item of CSL-JSON.' })
export type Citation = z.infer<typeof Citation>

const SHAPES: Record<Exclude<Form, 'json'>, z.ZodType> = {
  html: z.string(),
  md: z.string(),
  jsonld: JsonLd,
  ninjs: Ninjs,
  csl: Citation,
}

/** The shapes of all forms but JSON, by media type. */
export function shapesOf(forms: readonly Form[]): Record<string, z.ZodType> {
  const others = forms.filter((form) => form !== 'json')
  return Object.fromEntries(others.map((form) => [MEDIA_TYPES[form], SHAPES[form]]))
}
