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
  const parts = path
    .split('/')
    .map((part) => (decodeURIComponent(part) === asked + suffix ? encodeURIComponent(slug) + suffix : part))
  void reply.redirect(`${parts.join('/')}${query === undefined ? '' : `?${query}`}`, 308)
  return true
}
