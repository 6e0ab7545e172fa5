import { z } from 'zod'
import { Language } from '../contract.ts'
import type { Metadata } from './block.ts'
import { readDate } from './read-date.ts'

/** Names, in lower case and the best first, under which pages and front matter keep what we look for. */
const KEYS = {
  title: ['title', 'headline', 'og:title', 'twitter:title', 'name'],
  dek: ['dek', 'deck', 'subtitle', 'standfirst', 'summary', 'description', 'excerpt', 'abstract', 'lead'],
  date: [
    'date',
    'publishedat',
    'published',
    'pubdate',
    'publishdate',
    'publish_date',
    'date_published',
    'datepublished',
    'published_at',
    'created',
    'created_at',
  ],
  language: ['lang', 'language', 'inlanguage', 'locale'],
  publisher: ['publisher', 'site_name', 'site'],
  url: ['canonical', 'canonical_url', 'canonicalurl', 'source_url', 'url', 'link', 'permalink'],
  authors: ['author', 'authors', 'by', 'byline', 'creator', 'writer', 'postauthors', 'interviewer'],
  topics: ['tags', 'topics', 'keywords', 'categories', 'category', 'subjects'],
}
const AUTHORS_MAX = 12
const TOPICS_MAX = 40

/** What an object of front matter says of its text; a value of another form than it should have is passed over. */
export function readMetadata(data: object): Metadata {
  const values = new Map(
    Object.entries(data).map(([key, value]): [string, unknown] => [key.toLowerCase(), value]),
  )
  const texts = (keys: string[]) => keys.flatMap((key) => textsOf(values.get(key)))
  const first = (keys: string[]) => texts(keys)[0] ?? null
  const language = Language.safeParse(first(KEYS.language)?.replace('_', '-')).data ?? null
  const date = first(KEYS.date)
  const url = z.url({ protocol: /^https?$/ }).safeParse(first(KEYS.url)).data ?? null
  const authors = KEYS.authors.map((key) => textsOf(values.get(key))).find((names) => names.length > 0) ?? []
  return {
    title: first(KEYS.title),
    dek: first(KEYS.dek),
    publishedAt: date === null ? null : dayOf(date, language),
    language,
    publisher: first(KEYS.publisher),
    url,
    authors: authors.slice(0, AUTHORS_MAX),
    topics: [...new Set(texts(KEYS.topics))].slice(0, TOPICS_MAX),
  }
}

/** A date in the words of its language, or of any that we read where it is not said which. */
function dayOf(date: string, language: string | null): string | null {
  const languages = language === null ? ['en', 'de', 'fr', 'es', 'pt', 'it', 'zh'] : [language]
  for (const each of languages) {
    const day = readDate(date, each)?.publishedAt
    if (day !== undefined) return day
  }
  return null
}

/** The texts in a value: itself, those of a list, or the name of an object; `depth` names in names are followed. */
export function textsOf(value: unknown, depth = 2): string[] {
  if (typeof value === 'string') return value.trim() === '' ? [] : [value.replace(/\s+/g, ' ').trim()]
  if (typeof value === 'number') return [String(value)]
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? [] : [value.toISOString()]
  if (Array.isArray(value)) return value.flatMap((item) => (Array.isArray(item) ? [] : textsOf(item, depth)))
  if (typeof value !== 'object' || value === null) return []
  return 'name' in value && depth > 0 ? textsOf(value.name, depth - 1) : []
}
