import type { IncomingMessage } from 'node:http'

/** Whether a request only reads, by its method (RFC 9110, section 9.2.1). */
export function isSafe({ method }: Pick<IncomingMessage, 'method'>): boolean {
  return method === 'GET' || method === 'HEAD'
}
