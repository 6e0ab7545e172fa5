import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../deps.ts'
import type { Shown } from '../http/fresh-headers.ts'
import { sendJson } from '../http/page.ts'
import { show } from '../http/show.ts'
import type { PageQuery, Wanted } from './contract.ts'
import { WordPressError } from './errors.ts'
import { keepWanted, type ResourceKind } from './keep.ts'
import type { Listed } from './listed.ts'

/** What WordPress says of a page behind the last; a list of names is only empty there. */
export type PageFault = 'rest_post_invalid_page_number' | 'rest_search_invalid_page_number' | undefined

/** Sends a part of a list, with how many there are and the ways to the parts beside it. */
export function sendList(
  { request, reply, config }: { request: FastifyRequest; reply: FastifyReply; config: Deps['config'] },
  { items, total, shown }: Listed,
  query: PageQuery & Wanted,
  { kind, pageFault }: { kind: ResourceKind; pageFault: PageFault },
): FastifyReply {
  const { page, per_page: size } = query
  const pages = Math.ceil(total / size)
  if (pageFault && total > 0 && page > pages)
    throw new WordPressError(
      400,
      pageFault,
      'The page number requested is larger than the number of pages available.',
    )
  reply.headers({ 'x-wp-total': String(total), 'x-wp-totalpages': String(pages) })
  const links = [
    ...(page > 1 ? [{ rel: 'prev', to: Math.max(1, Math.min(page - 1, pages)) }] : []),
    ...(page < pages ? [{ rel: 'next', to: page + 1 }] : []),
  ]
  if (links.length > 0)
    reply.header(
      'link',
      links.map(({ rel, to }) => `<${pageUrl(request, config, to)}>; rel="${rel}"`).join(', '),
    )
  const body = items.map(({ resource, embedded }) => keepWanted(kind, resource, embedded, query))
  return send(reply, body, shown)
}

/** Sends a reply to readers. */
export function send(reply: FastifyReply, body: object, shown: Shown): FastifyReply {
  reply.header('allow', 'GET')
  show(reply, shown)
  return sendJson(reply, JSON.stringify(body))
}

function pageUrl({ url }: FastifyRequest, { publicUrl }: Deps['config'], page: number): string {
  const { pathname, searchParams } = new URL(url, 'http://wordpress')
  searchParams.set('page', String(page))
  return `${publicUrl}${pathname}?${searchParams.toString()}`
}
