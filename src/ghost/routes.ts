import type { Deps } from '../deps.ts'
import { lateRoutes } from '../http/late-router.ts'
import type { App } from '../http/server.ts'
import { Problem } from '../problem.ts'
import { requireContentKey } from './authorize.ts'
import { GhostError, sendGhostError } from './errors.ts'
import { CONTENT_VERSION, versionFault } from './version.ts'

const hidden = { schema: { hide: true } }

/** `/ghost/api/content`: what Ghost's Content API says of a site, for its themes, starters and clients. Only read. */
export async function ghostRoutes(app: App, deps: Deps): Promise<void> {
  const content = lateRoutes({
    addAll: async (add) => {
      const { addContent } = await import('./content.ts')
      addContent(add, deps)
    },
    admit: requireContentKey(deps),
    notFound,
  })
  await app.register(
    (scope: App, _options, done) => {
      scope.setErrorHandler(sendGhostError)
      scope.addHook('onRequest', (request, reply, next) => {
        reply.header('content-version', CONTENT_VERSION)
        next(versionFault(request))
      })
      scope.get('/*', hidden, content.answer)
      scope.setNotFoundHandler(async (request) => {
        if (!(await content.has(request))) throw notFound()
        const headers = { allow: 'GET, HEAD' }
        throw new Problem('method_not_allowed', 'Content is only read here.', { headers })
      })
      done()
    },
    { prefix: '/ghost/api' },
  )
}

function notFound(): GhostError {
  return new GhostError(404, 'NotFoundError', 'Resource not found')
}
