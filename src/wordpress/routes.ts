import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../deps.ts'
import { lateRoutes } from '../http/late-router.ts'
import type { App } from '../http/server.ts'
import { requireWordPressReader } from './authorize.ts'
import { noRoute, sendWordPressError } from './errors.ts'
import { refuseWriting } from './refuse-writing.ts'

const hidden = { schema: { hide: true }, prefixTrailingSlash: 'no-slash' } as const

/** `/wp-json`: what WordPress's REST API says of a site, for its frontends and clients. Only read. */
export async function wordPressRoutes(app: App, deps: Deps): Promise<void> {
  const find = lateRoutes(async () => {
    const { addAnswers } = await import('./answers.ts')
    return (add) => {
      addAnswers(add, deps)
    }
  })
  const admit = requireWordPressReader(deps)
  await app.register(
    (scope: App, _options, done) => {
      scope.setErrorHandler(sendWordPressError)
      const answer = async (request: FastifyRequest, reply: FastifyReply) => {
        const route = await find(request)
        if (!route) throw noRoute()
        await admit.call(scope, request, reply)
        return route.answer(request, reply)
      }
      scope.get('', hidden, answer)
      scope.get('/*', hidden, answer)
      scope.setNotFoundHandler(async (request) => {
        if (!(await find(request))) throw noRoute()
        return refuseWriting(deps, request)
      })
      done()
    },
    { prefix: '/wp-json' },
  )
}
