import type { HTTPMethods } from 'fastify'
import { Problem } from '../problem.ts'
import { sendProblem } from './errors.ts'
import type { App } from './server.ts'

const METHODS: HTTPMethods[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']

/** Answers 405 with `Allow` where an address exists but not for the method. Call before the routes. */
export function refuseOtherMethods(app: App): () => void {
  const methodsOf = new Map<string, Set<HTTPMethods>>()
  app.addHook('onRoute', ({ url, method }) => {
    const methods = methodsOf.get(url) ?? new Set()
    for (const each of [method].flat()) methods.add(each)
    methodsOf.set(url, methods)
  })
  return () => {
    for (const [url, methods] of [...methodsOf]) {
      const others = METHODS.filter((method) => !methods.has(method))
      if (others.length === 0) continue
      const allow = [...methods].join(', ')
      app.route({
        method: others,
        url,
        schema: { hide: true },
        handler: (request, reply) =>
          sendProblem(
            request,
            reply,
            new Problem('method_not_allowed', `${request.method} is not for this address; ${allow} is.`, {
              headers: { allow },
            }),
          ),
      })
    }
  }
}
