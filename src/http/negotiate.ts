import type { FastifyReply, FastifyRequest } from 'fastify'

/**
 * Which of the media types that are offered, the most usual first, a request wants most (RFC 9110, 12.5.1). The first
 * where it wants none of them: an answer in another form says more than no answer. The reply says that it varies.
 */
export function negotiate<const T extends readonly [string, ...string[]]>(
  request: FastifyRequest,
  reply: FastifyReply,
  offered: T,
): T[number] {
  const known = reply.getHeader('vary')
  reply.header('vary', known === undefined ? 'Accept' : `${String(known)}, Accept`)
  return mostWanted(request.headers.accept, offered)
}

/** The same of an `Accept`, for replies that say elsewhere that they vary. */
export function mostWanted<const T extends readonly [string, ...string[]]>(
  accept: string | undefined,
  offered: T,
): T[number] {
  if (accept === undefined || accept === '*/*') return offered[0]
  const ranges = readAccept(accept)
  const wants = offered.map((type) => ({ type, weight: weightOf(type, ranges) }))
  const best = wants.reduce((first, next) => (next.weight > first.weight ? next : first), wants[0] ?? none)
  return best.weight > 0 ? best.type : offered[0]
}

const none = { type: '', weight: 0 }

type Ranges = Map<string, number>

function readAccept(accept: string): Ranges {
  return new Map(
    accept.split(',').map((range) => {
      const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase())
      const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2)
      return [type, weight === undefined ? 1 : Number(weight) || 0]
    }),
  )
}

/** What is named more exactly counts. */
function weightOf(type: string, ranges: Ranges): number {
  const [group = ''] = type.split('/')
  return ranges.get(type) ?? ranges.get(`${group}/*`) ?? ranges.get('*/*') ?? 0
}
