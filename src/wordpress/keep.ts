import type { Wanted } from './contract.ts'

/** A resource of WordPress's, by the names of its members. */
export type Resource = Record<string, unknown>
/** What is linked from a resource and may come with it, by relation. */
export type Embedded = Record<string, Resource[] | Resource[][]>

/** What WordPress shows of each kind of resource where it comes with another. */
const MEMBERS_EMBEDDED = {
  post: [...['id', 'date', 'slug', 'type', 'link', 'title', 'excerpt', 'author', 'featured_media', '_links']],
  term: ['id', 'link', 'name', 'slug', 'taxonomy', '_links'],
  user: ['id', 'name', 'url', 'description', 'link', 'slug', 'avatar_urls', '_links'],
  type: ['icon', 'name', 'rest_base', 'rest_namespace', 'slug', '_links'],
  search: ['id', 'title', 'url', 'type', 'subtype', '_links'],
} as const
export type ResourceKind = keyof typeof MEMBERS_EMBEDDED

/** A resource as it comes with another. */
export function asEmbedded(kind: ResourceKind, resource: Resource): Resource {
  return Object.fromEntries(MEMBERS_EMBEDDED[kind].map((name) => [name, resource[name]]))
}

/** What of a resource is asked for: by its context, its fields, and what comes with it. */
export function keepWanted(
  kind: ResourceKind,
  resource: Resource,
  embedded: Embedded,
  { context, _fields: fields, _embed }: Wanted,
): Resource {
  const shown = context === 'embed' ? asEmbedded(kind, resource) : resource
  const paths = fields?.map((field) => field.split('.'))
  const kept = paths ? pick(shown, paths) : shown
  const mayCome = !paths || paths.some(([first]) => first === '_links' || first === '_embedded')
  const rels = relationsOf(_embed)
  const coming = Object.entries(embedded).filter(([rel]) => rels === 'all' || rels.includes(rel))
  if (!mayCome || coming.length === 0) return kept
  return { ...kept, _embedded: Object.fromEntries(coming) }
}

/** Whether anything comes along at all. */
export function isEmbedding({ _embed }: Wanted): boolean {
  return _embed !== undefined
}

/** `_embed` alone, or with a yes, is all of them. */
function relationsOf(embed: string[] | undefined): 'all' | string[] {
  const named = (embed ?? []).flatMap((value) => value.split(','))
  return embed && named.every((value) => ['', '1', 'true'].includes(value)) ? 'all' : named
}

function pick(resource: Resource, paths: string[][]): Resource {
  const kept: Resource = {}
  for (const [name, value] of Object.entries(resource)) {
    const within = paths.filter(([first]) => first === name).map(([, ...rest]) => rest)
    if (within.length === 0) continue
    const isWhole = within.some((rest) => rest.length === 0)
    if (isWhole) kept[name] = value
    else if (isResource(value)) kept[name] = pick(value, within)
  }
  return kept
}

function isResource(value: unknown): value is Resource {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
