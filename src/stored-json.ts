/** Stands in stored JSON for the address of the site (`SITE_URL`), which may be another one at the next start. */
export const SITE = '\u007f'
/** What stands before an address of ours. */
const ADDRESS = '"url":"'

/** A value as JSON to be kept: its addresses begin with `SITE`. */
export function toStoredJson(value: object): string {
  const json = JSON.stringify(value)
  // Inside a text no quotation mark stands without a backslash: `"url":"` is always a member.
  return json.replaceAll(SITE, (site, at: number) => (json.endsWith(ADDRESS, at) ? site : '\\u007f'))
}

/** Kept JSON as it is sent by a site. */
export function withSite(json: string, siteUrl: string): string {
  const site = inJson(siteUrl)
  return json.replaceAll(SITE, () => site)
}

function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1)
}
