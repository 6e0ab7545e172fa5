import type { IncomingHttpHeaders } from 'node:http'

/**
 * Whether a client has the state of this entity tag already (RFC 9110, 13.1.2). A date is not looked at: it knows seconds,
 * and readers are never told that what changed twice in one has not.
 */
export function isUnchanged({ 'if-none-match': known }: IncomingHttpHeaders, etag: string): boolean {
  if (known === undefined) return false
  if (known === etag) return true
  return known.split(',').some((tag) => ['*', etag].includes(tag.trim().replace(/^W\//, '')))
}

/** What a 304 says again (RFC 9110, 15.4.5), and who may read that. */
const OF_UNCHANGED = new Set([
  'etag',
  'cache-control',
  'vary',
  'access-control-allow-origin',
  'access-control-expose-headers',
])

/** Of the headers of a reply, names and values in turn, those of the one that says that nothing is new. */
export function headersOfUnchanged(headers: string[]): string[] {
  return headers.filter((_, index) => OF_UNCHANGED.has(headers[index - (index % 2)] ?? ''))
}
