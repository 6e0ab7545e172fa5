import type { IncomingMessage } from 'node:http'
import proxyAddr from '@fastify/proxy-addr'
import type { FastifyBaseLogger } from 'fastify'
import type { Config } from '../config.ts'

export type Trust = (address: string, hop: number) => boolean

/** Whom to believe who a request comes from: a proxy by its address, or by how many there are behind it. */
export function trustOf(proxies: Config['trustProxy']): Trust {
  if (typeof proxies === 'number') return (_address, hop) => hop < proxies
  if (typeof proxies === 'boolean') return () => proxies
  return proxyAddr.compile(proxies)
}

/** A request that was answered. */
export interface Answered {
  request: IncomingMessage
  requestId: string
  /** The pattern of its route; empty: it had none. */
  route: string
  status: number
  durationMs: number
}

/**
 * Writes one line for each request that was answered: who asked what, with which id, what came of it, how long it took.
 * undefined where such lines are not wanted.
 */
export function requestLog(
  log: FastifyBaseLogger,
  level: Config['logLevel'],
  trust: Trust,
): ((answered: Answered) => void) | undefined {
  if (level !== 'info' && level !== 'debug') return undefined
  return ({ request, requestId, status, durationMs }) => {
    const { method, url = '', headers } = request
    const ip = proxyAddr(request, trust)
    log.info(
      {
        reqId: requestId,
        // As Fastify's serializer takes it. The token of a preview link is a secret, and so is a key.
        req: { method, url: url.replace(/(?<=[?&](?:preview|key)=)[^&]*/g, '…'), host: headers.host, ip },
        res: { statusCode: status },
        responseTime: durationMs,
      },
      'request completed',
    )
  }
}
