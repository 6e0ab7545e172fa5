import type { Config } from '../config.ts'

/** What is for editors and machines, or has no end: searches, and filters in every combination. */
const NOT_TO_BE_CRAWLED = [
  '/*?q=',
  '/*&q=',
  '/v1/*?*&',
  '/v1/changes',
  ...['audit', 'imports', 'keys', 'session', 'users', 'webhooks'].map((room) => `/v1/${room}`),
  '/metrics',
]

/**
 * What crawlers may read (RFC 9309). Pages whose canonical address is on another site may be crawled, or nobody would see
 * that they say `noindex`.
 */
export function writeRobots({ readAccess, publicUrl }: Config): string {
  if (readAccess === 'key') return 'User-agent: *\nDisallow: /\n'
  const base = new URL(publicUrl).pathname.replace(/\/$/, '')
  const lines = [
    'User-agent: *',
    ...NOT_TO_BE_CRAWLED.map((path) => `Disallow: ${base}${path}`),
    '',
    ...['sitemap', 'sitemap-news'].map((name) => `Sitemap: ${publicUrl}/${name}.xml`),
  ]
  return `${lines.join('\n')}\n`
}
