import type { IncomingMessage } from 'node:http'
import proxyAddr from '@fastify/proxy-addr'
import type { FastifyBaseLogger } from 'fastify'
import type { Config } from '../config.ts'

type Trust = (address: string, hop: number) => boolean

/** Whom to believe who a request comes from: a proxy by its address, or by how many there are behind it. */
export function trustOf(proxies: Config['trustProxy']): Trust {
  if (typeof proxies === 'number') return (_address, hop) => hop < proxies
  if (typeof proxies === 'boolean') return () => proxies
  return proxyAddr.compile(proxies)
}

/** Writes one line for each request that was answered: who asked what, with which id, what came of it, how long it took. */
export function requestLog(log: FastifyBaseLogger, trust: Trust): (answered: Answered) => void {
  return ({ request, requestId, status, durationMs }) => {
    const { method, url = '', headers } = request
    const remoteAddress = proxyAddr(request, trust)
    log.info(
      {
        reqId: requestId,
        // The token of a preview link is a secret.
        req: { method, url: url.replace(/(?<=[?&]preview=)[^&]*/g, '…'), host: headers.host, remoteAddress },
        res: { statusCode: status },
        responseTime: durationMs,
      },
      'request completed',
    )
  }
}

export interface Answered {
  request: IncomingMessage
  requestId: string
  status: number
  durationMs: number
}
