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
import { articleWriters } from '../representations/article-forms.ts'
import { ARTICLE_FORMS, shapesOf } from '../representations/contract.ts'
import { formWanted, refuseUnknownSuffix, sendForm } from '../representations/forms.ts'
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
import { ARTICLE_ROUTE, jsonOf, shownOf } from './reply.ts'
import { presentArticle, type RenderedArticle } from './present.ts'
import { getArticleRow } from './read-article.ts'
import { type ArticleRow, listArticles, scope, type SummaryRow } from './queries.ts'

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
  description:
    'With its pairs in reading order, its people and topics: all that a page needs. In the form that `Accept` wants most; with `fields`, `preview` or `version=draft` there is JSON alone.',
  params,
  query: ArticleVersionQuery,
  replies: {
    200: {
      description: 'The article; with `version=draft` its draft.',
      shape: z.union([Article, EditorialArticle]),
      others: shapesOf(ARTICLE_FORMS),
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
    refuseUnknownSuffix(idOrSlug, ARTICLE_FORMS)
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
    if (fields) return sendFields(reply, row, { siteUrl, fields })
    const form = formWanted(request.headers.accept, ARTICLE_FORMS)
    if (form !== 'json') return sendForm(reply, form, await articleWriters[form](deps, row), ['Accept'])
    return sendJsonOf(reply, row, { siteUrl, vary: ['Accept'] })
  })

  app.get('/v1/articles/:idOrSlug.json', { schema: getJson, onRequest }, async (request, reply) => {
    const { idOrSlug } = request.params
    const row = await getArticleRow(deps, idOrSlug)
    if (redirectToPresentName(request, reply, idOrSlug, row, '.json')) return reply
    const { fields } = request.query
    return fields ? sendFields(reply, row, { siteUrl, fields }) : sendJsonOf(reply, row, { siteUrl })
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

function sendJsonOf(
  reply: FastifyReply,
  row: ArticleRow,
  { siteUrl, vary = [] }: { siteUrl: string; vary?: string[] },
): FastifyReply {
  const { body, headers, shown } = jsonOf(row, siteUrl)
  show(reply, { ...shown, vary })
  return reply.headers(headers).send(body)
}

function sendFields(
  reply: FastifyReply,
  { article, ...row }: ArticleRow,
  { siteUrl, fields }: { siteUrl: string; fields: string[] },
): FastifyReply {
  const { tags, modifiedMs } = shownOf(row)
  show(reply, { tags, modifiedMs })
  return sendJson(reply, keepInJson(withSite(article, siteUrl), fields))
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
