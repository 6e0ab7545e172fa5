/** Stands in stored JSON for the address of the site (`SITE_URL`), which may be another one at the next start. */
export const SITE = '\u007f'
/** That character where it is part of a text, and not the beginning of an address of ours. */
const TEXT_OF_OTHERS = /(?<!"url":")\u007f/g
const SITES = /\u007f/g

/** A value as JSON to be kept: its addresses begin with `SITE`. */
export function toStoredJson(value: object): string {
  // Inside a text no quotation mark stands without a backslash: `"url":"` is always a member.
  return JSON.stringify(value).replace(TEXT_OF_OTHERS, '\\u007f')
}

/** Kept JSON as it is sent by a site. */
export function withSite(json: string, siteUrl: string): string {
  const site = inJson(siteUrl)
  return json.replace(SITES, () => site)
}

function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1)
}
