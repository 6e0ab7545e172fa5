/** Stands in stored JSON for the address of the site (`SITE_URL`), which may be another one at the next start. */
export const SITE = '\u007f'
/** That character where it is part of a text, and not the beginning of an address of ours. */
const TEXT_OF_OTHERS = /(?<!"url":")\u007f/g
const SITES = /\u007f/g
const SITE_BYTE = SITE.charCodeAt(0)

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

/** The same of bytes. */
export function withSiteInBytes(json: Buffer, siteUrl: string): Buffer {
  const site = Buffer.from(inJson(siteUrl))
  const parts: Buffer[] = []
  let from = 0
  for (let at = json.indexOf(SITE_BYTE); at !== -1; at = json.indexOf(SITE_BYTE, from)) {
    parts.push(json.subarray(from, at), site)
    from = at + 1
  }
  parts.push(json.subarray(from))
  return Buffer.concat(parts)
}

function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1)
}
