import { z } from 'zod'
import type { Deps } from '../deps.ts'
import { operation } from '../http/openapi.ts'
import { keep, pageRequestOf, presentPage, sortOf } from '../http/page.ts'
import { redirectToPresentName } from '../http/redirect.ts'
import type { App } from '../http/server.ts'
import { requireReader } from '../keys/authorize.ts'
import { Problem } from '../problem.ts'
import {
  Article,
  ArticleListQuery,
  ArticlePage,
  ArticleQa,
  ArticleQaQuery,
  ArticleQuery,
} from './contract.ts'
import { presentArticle, presentListedArticle } from './present.ts'
import { type ArticleRow, findArticle, listArticles } from './queries.ts'

const params = z.object({ idOrSlug: z.string().meta({ description: 'Id or slug.' }) })
const moved = { description: 'A former slug; `Location` has the present one.' }

const list = operation({
  id: 'listArticles',
  tag: 'articles',
  summary: 'Articles, newest first',
  query: ArticleListQuery,
  replies: { 200: { description: 'A page of summaries.', shape: ArticlePage } },
  problems: ['cursor_mismatch'],
})

const get = operation({
  id: 'getArticle',
  tag: 'articles',
  summary: 'A whole article',
  description: 'With its pairs in reading order, its people and topics: all that a page needs.',
  params,
  query: ArticleQuery,
  replies: { 200: { description: 'The article.', shape: Article }, 308: moved },
  problems: ['not_found'],
})

const getQa = operation({
  id: 'getArticleQa',
  tag: 'articles',
  summary: 'The pairs of an article',
  params,
  query: ArticleQaQuery,
  replies: { 200: { description: 'The pairs, in reading order.', shape: ArticleQa }, 308: moved },
  problems: ['not_found'],
})

/** `/v1/articles` for readers. */
export function articleRoutes(app: App, deps: Deps): void {
  const { store, config } = deps
  const onRequest = requireReader(deps)

  app.get('/v1/articles', { schema: list, onRequest }, async (request, reply) => {
    const { query } = request
    const sort = sortOf(query, '-publishedAt', '-relevance')
    const page = await listArticles(store.read, query, sort, pageRequestOf(request, query, sort))
    return presentPage({ request, reply, sort }, query, page, (row) =>
      keep(presentListedArticle(row, config.siteUrl), query.fields),
    )
  })

  app.get('/v1/articles/:idOrSlug', { schema: get, onRequest }, async (request, reply) => {
    const { idOrSlug } = request.params
    const row = await getPublished(deps, idOrSlug)
    const article = presentArticle(row, config.siteUrl)
    if (redirectToPresentName(request, reply, idOrSlug, article)) return reply
    return keep(article, request.query.fields)
  })

  app.get('/v1/articles/:idOrSlug/qa', { schema: getQa, onRequest }, async (request, reply) => {
    const { idOrSlug } = request.params
    const row = await getPublished(deps, idOrSlug)
    const article = presentArticle(row, config.siteUrl)
    if (redirectToPresentName(request, reply, idOrSlug, article)) return reply
    return { data: article.qa.map((pair) => keep(pair, request.query.fields)) }
  })
}

async function getPublished({ store }: Deps, idOrSlug: string): Promise<ArticleRow> {
  const row = await findArticle(store.read, idOrSlug)
  if (!row) throw new Problem('not_found', 'No published article has this id or slug.')
  return row
}
