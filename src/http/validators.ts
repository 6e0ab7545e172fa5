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
