import type { FastifyReply, FastifyRequest, preValidationHookHandler } from 'fastify'
import type { z } from 'zod'
import { discoveryLink } from '../wordpress/site-index.ts'
import type { Site } from './site.ts'
import { isNotIndexed, type Page, policyOf, writePage } from './write-page.ts'

/** Sends a page with what it needs of the headers. */
export function sendPage(reply: FastifyReply, site: Site, page: Page): FastifyReply {
  reply.header('content-security-policy', policyOf(page))
  if (isNotIndexed(site, page)) reply.header('x-robots-tag', 'noindex')
  // What looks for a WordPress in a site finds one.
  reply.header('link', discoveryLink(site))
  return reply.type('text/html; charset=utf-8').send(writePage(site, page))
}

/** Leads to another address of the pages, with the parameters of the one that was asked for. */
export function lead(
  request: FastifyRequest,
  reply: FastifyReply,
  { site, path, status }: { site: Site; path: string; status: 302 | 308 },
  parameters = request.url.split('?', 2)[1] ?? '',
): FastifyReply {
  return reply.redirect(`${site.base}${path}${parameters === '' ? '' : `?${parameters}`}`, status)
}

/**
 * Leads an address with parameters that its page does not know to the one without them: other sites add theirs to links
 * (`utm_source`, `fbclid`), and a reader is not to blame.
 */
export function withoutOthers(site: Site, known: z.ZodObject): preValidationHookHandler {
  return (request, reply, done) => {
    const [path = '', query = ''] = request.url.split('?', 2)
    const parameters = new URLSearchParams(query)
    const others = [...parameters.keys()].filter((name) => !(name in known.shape))
    for (const name of others) parameters.delete(name)
    if (others.length === 0) done()
    else void lead(request, reply, { site, path, status: 302 }, parameters.toString())
  }
}
