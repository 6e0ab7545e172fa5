import type { Deps } from '../deps.ts'
import { lateRoutes } from '../http/late-router.ts'
import type { App } from '../http/server.ts'
import { requireWordPressReader } from './authorize.ts'
import { noRoute, sendWordPressError } from './errors.ts'
import { refuseWriting } from './refuse-writing.ts'

const hidden = { schema: { hide: true }, prefixTrailingSlash: 'no-slash' } as const

/** `/wp-json`: what WordPress's REST API says of a site, for its frontends and clients. Only read. */
export async function wordPressRoutes(app: App, deps: Deps): Promise<void> {
  const answers = lateRoutes({
    addAll: async (add) => {
      const { addAnswers } = await import('./answers.ts')
      addAnswers(add, deps)
    },
    admit: requireWordPressReader(deps),
    notFound: noRoute,
  })
  await app.register(
    (scope: App, _options, done) => {
      scope.setErrorHandler(sendWordPressError)
      scope.get('', hidden, answers.answer)
      scope.get('/*', hidden, answers.answer)
      scope.setNotFoundHandler(async (request) => {
        if (!(await answers.has(request))) throw noRoute()
        return refuseWriting(deps, request)
      })
      done()
    },
    { prefix: '/wp-json' },
  )
}
