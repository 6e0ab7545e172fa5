import type { FastifyReply, FastifyRequest } from 'fastify'

/** Answers a former name with 308 to the present one and says so; false where the name is the present one. */
export function redirectToPresentName(
  request: FastifyRequest,
  reply: FastifyReply,
  asked: string,
  { id, slug }: { id: string; slug: string },
): boolean {
  if (asked === id || asked === slug) return false
  const [path = '', query] = request.url.split('?', 2)
  const parts = path
    .split('/')
    .map((part) => (decodeURIComponent(part) === asked ? encodeURIComponent(slug) : part))
  void reply.redirect(`${parts.join('/')}${query === undefined ? '' : `?${query}`}`, 308)
  return true
}
