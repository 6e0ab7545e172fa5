import type { FastifyReply, FastifyRequest } from 'fastify'

/**
 * Answers a former name with 308 to the present one and says so; false where the name is the present one. A suffix that
 * stands behind the name in the address stays.
 */
export function redirectToPresentName(
  request: FastifyRequest,
  reply: FastifyReply,
  asked: string,
  { id, slug }: { id: string; slug: string },
  suffix = '',
): boolean {
  if (asked === id || asked === slug) return false
  const [path = '', query] = request.url.split('?', 2)
  // Only there: another part of the path may be called the same.
  const place = (request.routeOptions.url ?? '').split('/').findIndex((part) => part.startsWith(':'))
  const parts = path.split('/').with(place, encodeURIComponent(slug) + suffix)
  void reply.redirect(`${parts.join('/')}${query === undefined ? '' : `?${query}`}`, 308)
  return true
}
