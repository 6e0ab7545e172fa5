import type { FastifyReply, FastifyRequest } from 'fastify'

/**
 * Answers a former name with 308 to the present one and says so; false where the name is the present one. A suffix that
 * stands behind the name in the address stays. `pattern` is that of the route, where Fastify does not know it.
 */
export function redirectToPresentName(
  request: FastifyRequest,
  reply: FastifyReply,
  asked: string,
  { id, slug, pattern = request.routeOptions.url ?? '' }: { id: string; slug: string; pattern?: string },
  suffix = '',
): boolean {
  if (asked === id || asked === slug) return false
  const [path = '', query] = request.url.split('?', 2)
  // Only there: another part of the path may be called the same.
  const place = pattern.split('/').findIndex((part) => part.startsWith(':'))
  const parts = path.split('/').with(place, encodeURIComponent(slug) + suffix)
  void reply.redirect(`${parts.join('/')}${query === undefined ? '' : `?${query}`}`, 308)
  return true
}
