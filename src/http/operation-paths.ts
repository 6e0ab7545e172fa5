import type { IncomingMessage } from 'node:http'

const OPERATION_PATHS = new Set(['/healthz', '/readyz', '/metrics'])

/** Whether a request is of those who run the service: these are answered however much others ask. */
export function isOfOperation({ url = '' }: IncomingMessage): boolean {
  return OPERATION_PATHS.has(url.split('?', 1)[0] ?? '')
}
