import type { FastifyRequest } from 'fastify'
import { articleByUrl } from './articles/reply.ts'
import { articleRoutes } from './articles/routes.ts'
import { auditRoutes } from './audit/routes.ts'
import { followCommits } from './changes/follow-commits.ts'
import { changeRoutes } from './changes/routes.ts'
import { correctionRoutes } from './corrections/routes.ts'
import type { Deps } from './deps.ts'
import { embedRoutes } from './embed/routes.ts'
import { ghostRoutes } from './ghost/routes.ts'
import { historyRoutes } from './editing/history-routes.ts'
import { editingRoutes } from './editing/routes.ts'
import { docsRoutes } from './http/docs-routes.ts'
import { feedRoutes } from './feeds/routes.ts'
import { replyCache } from './http/reply-cache.ts'
import { newMetrics } from './http/metrics.ts'
import { type App, newServer, type Workings } from './http/server.ts'
import { serviceRoutes } from './http/service-routes.ts'
import { importRoutes } from './imports/routes.ts'
import { identify } from './keys/identify.ts'
import { keyRoutes } from './keys/routes.ts'
import { llmsRoutes } from './llms/routes.ts'
import { mcpRoutes } from './mcp/routes.ts'
import { metricsRoutes } from './metrics/routes.ts'
import { pageRoutes } from './pages/routes.ts'
import { oembedRoutes } from './oembed/routes.ts'
import { personEditingRoutes } from './people/edit-routes.ts'
import { peopleRoutes } from './people/routes.ts'
import { publishingRoutes } from './publishing/routes.ts'
import { qaRoutes } from './qa/routes.ts'
import { representationRoutes } from './representations/routes.ts'
import { sitemapRoutes } from './sitemaps/routes.ts'
import { quoteRoutes } from './quotes/routes.ts'
import { topicEditingRoutes } from './topics/edit-routes.ts'
import { topicRoutes } from './topics/routes.ts'
import { userRoutes } from './users/routes.ts'
import { sessionRoutes } from './users/session-routes.ts'
import { webhookRoutes } from './webhooks/routes.ts'
import { wordPressRoutes } from './wordpress/routes.ts'

/** The whole service. Closing it leaves the store open. */
export async function buildApp(
  deps: Deps,
  workings: Pick<Workings, 'eventLoop' | 'timeouts' | 'beforeRoutes'> = {},
): Promise<App> {
  const cache = replyCache(deps.config.replyCacheBytes)
  const commits = followCommits(deps.store, cache)
  const prepare = articleByUrl(deps) // the article itself, without a route
  const metrics = deps.config.metrics === 'off' ? undefined : newMetrics(deps.store, cache)
  // Whose key or session does not hold is counted like who has none; their route tells them.
  const callerIdOf = (request: FastifyRequest) =>
    identify(deps, request).then(
      (caller) => caller?.id,
      () => undefined,
    )
  const server = { ...workings, cache, commits, prepare, metrics, callerIdOf }
  const app = await newServer(deps, server) // problems, headers, limits, validators
  keyRoutes(app, deps) // /v1/keys; first, for it notes the use of keys in every scope
  userRoutes(app, deps) // /v1/users
  sessionRoutes(app, deps) // /v1/session
  auditRoutes(app, deps) // /v1/audit
  articleRoutes(app, deps) // /v1/articles
  editingRoutes(app, deps) // drafts under /v1/articles
  historyRoutes(app, deps) // revisions and their differences
  publishingRoutes(app, deps) // publish, unpublish, preview links
  changeRoutes(app, deps) // /v1/changes
  correctionRoutes(app, deps) // /v1/corrections
  qaRoutes(app, deps) // /v1/qa
  representationRoutes(app, deps) // /v1/articles/{idOrSlug}.html, /v1/qa/{id}.html, …
  quoteRoutes(app, deps) // /v1/quotes
  peopleRoutes(app, deps) // /v1/people
  topicRoutes(app, deps) // /v1/topics
  personEditingRoutes(app, deps) // POST /v1/people, PATCH, DELETE, /merge
  topicEditingRoutes(app, deps) // POST /v1/topics, PATCH, DELETE, /merge
  await importRoutes(app, deps) // /v1/imports
  await mcpRoutes(app, deps) // /mcp
  webhookRoutes(app, deps) // /v1/webhooks
  feedRoutes(app, deps) // /feeds
  await pageRoutes(app, deps) // / and /articles, /people, /topics for readers
  sitemapRoutes(app, deps) // /sitemap.xml and its parts, /robots.txt
  llmsRoutes(app, deps) // /llms.txt, /llms-full.txt
  oembedRoutes(app, deps) // /oembed
  embedRoutes(app) // /embed.js
  await ghostRoutes(app, deps) // /ghost/api/content
  await wordPressRoutes(app, deps) // /wp-json
  serviceRoutes(app, deps.store) // /healthz, /readyz, /problems
  if (metrics) metricsRoutes(app, deps, metrics) // /metrics
  docsRoutes(app) // /openapi.json, /docs
  await app.ready()
  return app
}
