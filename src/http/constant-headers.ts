import { Socket } from 'node:net'
import helmet from 'helmet'
import type { Config } from '../config.ts'
import { IncomingMessage, ServerResponse } from './node-http.ts'

/** Headers of ours that pages of other origins may read. */
export const EXPOSED_HEADERS = [
  'ETag',
  'Link',
  'Location',
  'RateLimit',
  'RateLimit-Policy',
  'Retry-After',
  'X-Request-Id',
  'X-WP-Total',
  'X-WP-TotalPages',
]

/**
 * What every reply has, in lower case: against misuse of what is no page, and where any page may read us, saying so. They
 * are the same for every request, so they are asked for once.
 */
export function constantHeaders({ corsOrigins, serverTiming }: Config): Record<string, string> {
  const request = new IncomingMessage(new Socket())
  const response = new ServerResponse(request)
  const protect = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
    },
    // Other sites' pages are meant to read us.
    crossOriginResourcePolicy: { policy: 'cross-origin' },
    // These are about pages, or browsers of the past.
    crossOriginOpenerPolicy: false,
    originAgentCluster: false,
    xDnsPrefetchControl: false,
    xDownloadOptions: false,
    xPermittedCrossDomainPolicies: false,
    xXssProtection: false,
  })
  protect(request, response, () => undefined)
  const headers = Object.fromEntries(
    Object.entries(response.getHeaders()).map(([name, value]): [string, string] => [name, String(value)]),
  )
  if (corsOrigins !== '*') return headers
  const forAllPages = {
    'access-control-allow-origin': '*',
    'access-control-expose-headers': EXPOSED_HEADERS.join(', '),
    ...(serverTiming && { 'timing-allow-origin': '*' }),
  }
  return { ...headers, ...forAllPages }
}
