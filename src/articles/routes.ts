import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { facetsOf } from '../db/facets.ts'
import { idsOf } from '../db/names.ts'
import type { Deps } from '../deps.ts'
import { EditorialArticle, EditorialPage } from '../editing/contract.ts'
import { getArticleState, getDraft } from '../editing/edit-article.ts'
import { presentEditorialSummary } from '../editing/present.ts'
import { listDrafts } from '../editing/queries.ts'
import { operation } from '../http/openapi.ts'
import { keep, keepInJson, pageRequestOf, presentPage, sendJson, sortOf } from '../http/page.ts'
import { redirectToPresentName } from '../http/redirect.ts'
import { listOf, show } from '../http/show.ts'
import type { App } from '../http/server.ts'
import { requireReader, requireRole } from '../keys/authorize.ts'
import { renderPreview } from '../publishing/preview.ts'
import { withSite } from '../stored-json.ts'
import {
  Article,
  ArticlePage,
  ArticleQa,
  ArticleQaQuery,
  ArticleQuery,
  ArticleVersionListQuery,
  ArticleVersionQuery,
} from './contract.ts'
import { ARTICLE_ROUTE, shownOf } from './reply.ts'
import { presentArticle, type RenderedArticle } from './present.ts'
import { getArticleRow, refuseUnseen } from './read-article.ts'
import {
  type ArticleName,
  type ArticleRow,
  findMarkdown,
  listArticles,
  scope,
  type SummaryRow,
} from './queries.ts'

const params = z.object({ idOrSlug: z.string().meta({ description: 'Id or slug.' }) })
const moved = { description: 'A former slug; `Location` has the present one.' }

const list = operation({
  id: 'listArticles',
  tag: 'articles',
  summary: 'Articles, newest first',
  query: ArticleVersionListQuery,
  replies: {
    200: {
      description: 'A page of summaries; with `version=draft` of how articles stand.',
      shape: z.union([ArticlePage, EditorialPage]),
    },
  },
  problems: ['cursor_mismatch', 'forbidden'],
})

const get = operation({
  id: 'getArticle',
  tag: 'articles',
  summary: 'A whole article',
  description: 'With its pairs in reading order, its people and topics: all that a page needs.',
  params,
  query: ArticleVersionQuery,
  replies: {
    200: {
      description: 'The article; with `version=draft` its draft.',
      shape: z.union([Article, EditorialArticle]),
    },
    308: moved,
  },
  problems: ['not_found', 'gone', 'forbidden'],
})

const getJson = operation({
  id: 'getArticleJson',
  tag: 'articles',
  summary: 'A whole article, as JSON',
  description: 'The same as without the suffix, for those who choose by it.',
  params,
  query: ArticleQuery,
  replies: { 200: { description: 'The article.', shape: Article }, 308: moved },
  problems: ['not_found', 'gone'],
})

const getMarkdown = operation({
  id: 'getArticleMarkdown',
  tag: 'articles',
  summary: 'A whole article, as a Markdown page',
  description:
    'Front matter in YAML, then intro, questions and answers as editors wrote them. Importing it gives the same article.',
  params,
  replies: { 200: { description: 'The page, as CommonMark in UTF-8.', text: 'text/markdown' }, 308: moved },
  problems: ['not_found', 'gone'],
})

const getQa = operation({
  id: 'getArticleQa',
  tag: 'articles',
  summary: 'The pairs of an article',
  params,
  query: ArticleQaQuery,
  replies: { 200: { description: 'The pairs, in reading order.', shape: ArticleQa }, 308: moved },
  problems: ['not_found', 'gone'],
})

const DRAFTS_SORT = '-updatedAt'

const WithPreview = z.looseObject({ preview: z.string() })

/** The type of a Markdown page (RFC 7763, RFC 7764). */
const MARKDOWN_TYPE = 'text/markdown; charset=utf-8; variant=CommonMark'

/** `/v1/articles` for readers. */
export function articleRoutes(app: App, deps: Deps): void {
  const { store } = deps
  const { siteUrl } = deps.config
  const onRequest = requireReader(deps)
  const isEditor = requireRole(deps, 'editor')
  /** The token of a preview link, which is looked at later, is enough to read the one article it is of. */
  const isReaderOrHasLink: typeof onRequest = async (request, reply) => {
    if (!hasPreview(request)) await onRequest.call(app, request, reply)
  }

  app.get('/v1/articles', { schema: list, onRequest }, async (request, reply) => {
    const { query } = request
    if (query.version === 'draft') {
      await isEditor.call(app, request, reply)
      reply.header('cache-control', 'no-store')
      const page = await listDrafts(store.read, query, pageRequestOf(request, query, DRAFTS_SORT))
      return presentPage({ request, reply, sort: DRAFTS_SORT }, query, page, presentEditorialSummary)
    }
    const sort = sortOf(query, '-publishedAt', '-relevance')
    show(reply, listOf('list:articles', query))
    const page = await listArticles(store.read, query, sort, pageRequestOf(request, query, sort))
    const facets =
      query.facets && (await facetsOf(store.read, { list: 'article', ...scope }, query, query.facets))
    const present = ({ summary, highlights }: SummaryRow) => {
      const more = highlights && { highlights: { title: highlights.head, text: highlights.body } }
      return keepInJson(withSite(summary, siteUrl), query.fields, more)
    }
    return presentPage({ request, reply, sort }, query, page, present, facets)
  })

  app.get(ARTICLE_ROUTE, { schema: get, onRequest: isReaderOrHasLink }, async (request, reply) => {
    const { idOrSlug } = request.params
    const { version, preview, fields } = request.query
    if (version === 'draft') {
      await isEditor.call(app, request, reply)
      const draft = await getDraft(store.read, await getArticleState(store.read, idOrSlug))
      reply.headers({ etag: draft.etag, 'cache-control': 'no-store' })
      return keep(draft, fields)
    }
    if (preview !== undefined) {
      const shown = await getPreview(deps, preview, idOrSlug, reply)
      if (redirectToPresentName(request, reply, idOrSlug, shown.summary)) return reply
      return keep(presentArticle(shown, siteUrl), fields)
    }
    const row = await getArticleRow(deps, idOrSlug)
    if (redirectToPresentName(request, reply, idOrSlug, row)) return reply
    return sendArticle(reply, row, { siteUrl, fields })
  })

  app.get('/v1/articles/:idOrSlug.json', { schema: getJson, onRequest }, async (request, reply) => {
    const { idOrSlug } = request.params
    const row = await getArticleRow(deps, idOrSlug)
    if (redirectToPresentName(request, reply, `${idOrSlug}.json`, withSuffix(row, '.json'))) return reply
    return sendArticle(reply, row, { siteUrl, fields: request.query.fields })
  })

  app.get('/v1/articles/:idOrSlug.md', { schema: getMarkdown, onRequest }, async (request, reply) => {
    const { idOrSlug } = request.params
    const row = (await findMarkdown(store.read, idOrSlug)) ?? (await refuseUnseen(deps, idOrSlug))
    if (redirectToPresentName(request, reply, `${idOrSlug}.md`, withSuffix(row, '.md'))) return reply
    show(reply, { ...shownOf(row), etag: `${row.etag}-md` })
    return reply.type(MARKDOWN_TYPE).send(row.markdown)
  })

  app.get('/v1/articles/:idOrSlug/qa', { schema: getQa, onRequest }, async (request, reply) => {
    const { idOrSlug } = request.params
    const row = await getArticleRow(deps, idOrSlug)
    if (redirectToPresentName(request, reply, idOrSlug, row)) return reply
    show(reply, { tags: shownOf(row).tags, modifiedMs: shownOf(row).modifiedMs })
    const { qa } = WithPairs.parse(JSON.parse(withSite(row.article, siteUrl)))
    return { data: qa.map((pair) => keep(pair, request.query.fields)) }
  })
}

function sendArticle(
  reply: FastifyReply,
  { article, ...row }: ArticleRow,
  { siteUrl, fields }: { siteUrl: string; fields: string[] | undefined },
): FastifyReply {
  const { tags, modifiedMs, etag } = shownOf(row)
  show(reply, fields ? { tags, modifiedMs } : { tags, modifiedMs, etag })
  const json = withSite(article, siteUrl)
  return sendJson(reply, fields ? keepInJson(json, fields) : json)
}

const WithPairs = z.object({ qa: z.array(z.looseObject({})) })

function hasPreview({ query }: FastifyRequest): boolean {
  return WithPreview.safeParse(query).success
}

async function getPreview(
  deps: Deps,
  token: string,
  idOrSlug: string,
  reply: FastifyReply,
): Promise<RenderedArticle> {
  const [id] = await idsOf(deps.store.read, 'article', [idOrSlug])
  reply.headers({ 'cache-control': 'no-store', 'x-robots-tag': 'noindex' })
  return renderPreview(deps, token, id ?? '')
}

/** The names of an article as they end its address. */
function withSuffix({ id, slug }: ArticleName, suffix: string): ArticleName {
  return { id: `${id}${suffix}`, slug: `${slug}${suffix}` }
}
