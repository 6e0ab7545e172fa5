import { articleRoutes } from './articles/routes.ts'
import type { Deps } from './deps.ts'
import { type App, newServer, refuseOtherMethods } from './http/server.ts'
import { serviceRoutes } from './http/service-routes.ts'
import { importRoutes } from './imports/routes.ts'
import { peopleRoutes } from './people/routes.ts'
import { qaRoutes } from './qa/routes.ts'
import { topicRoutes } from './topics/routes.ts'

/** The whole service. Closing it leaves the store open. */
export async function buildApp(deps: Deps): Promise<App> {
  const app = await newServer(deps.config) // problems, security headers, CORS, /openapi.json, /docs
  const refuseTheRest = refuseOtherMethods(app)
  articleRoutes(app, deps) // /v1/articles
  qaRoutes(app, deps) // /v1/qa
  peopleRoutes(app, deps) // /v1/people
  topicRoutes(app, deps) // /v1/topics
  await importRoutes(app, deps) // /v1/imports
  serviceRoutes(app, deps.store) // /healthz, /readyz, /problems
  app.get('/openapi.json', { schema: { hide: true } }, () => app.swagger())
  refuseTheRest()
  await app.ready()
  return app
}
