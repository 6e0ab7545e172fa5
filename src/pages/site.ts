import type { Config } from '../config.ts'
import type { PersonRef, TopicRef } from '../contract.ts'
import { type HtmlSafeString, markup } from '../http/markup.ts'

/** Where pages are, and what they are pages of. */
export interface Site {
  name: string
  /** Where readers read. */
  siteUrl: string
  /** Where this service is reached. */
  publicUrl: string
  /** The path of that, without a slash at the end: before every link from page to page. */
  base: string
  /** Readers are to read at another place. */
  isElsewhere: boolean
}

export function siteOf({ siteName: name, siteUrl, publicUrl }: Config): Site {
  const base = new URL(publicUrl).pathname.replace(/\/$/, '')
  return { name, siteUrl, publicUrl, base, isElsewhere: siteUrl !== publicUrl }
}

/** A link to somebody's page. */
export function personLink({ base }: Site, { slug, name }: Pick<PersonRef, 'slug' | 'name'>): HtmlSafeString {
  return markup`<a href="${base}/people/${slug}">${name}</a>`
}

/** Links to the pages of topics, in a row. */
export function topicLinks({ base }: Site, topics: Omit<TopicRef, 'id'>[]): HtmlSafeString {
  const items = topics.map(({ slug, name }) => markup`<li><a href="${base}/topics/${slug}">${name}</a></li>`)
  return markup`<ul class="topics">
    ${items}
  </ul>`
}

/** What says in which language, and so in which direction, a text is. */
export function languageOf(tag: string): HtmlSafeString {
  return markup` lang="${tag}"${directionOf(tag)}`
}

/** What says in which direction lines are set, where that is not from left to right. */
export function directionOf(tag: string): HtmlSafeString {
  return isFromRightToLeft(tag) ? markup` dir="rtl"` : markup``
}

function isFromRightToLeft(tag: string): boolean {
  try {
    return new Intl.Locale(tag).getTextInfo().direction === 'rtl'
  } catch {
    // The contract takes a few tags that no registry would.
    return false
  }
}
