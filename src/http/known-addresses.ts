import { newRouter, type Router } from './router.ts'
import type { App } from './server.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** The methods that the address of a request is for; none: it is none of ours. */
    methodsAt: (request: { url: string }) => string[]
  }
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

interface Added {
  pattern: string
  methods: string[]
}

/**
 * Lets an app say what methods an address is for, as its router knows only whether there is a route for one method. Call
 * before the routes.
 */
export function knowAddresses(app: App): void {
  const added: Added[] = []
  app.addHook('onRoute', ({ url, method }) => {
    added.push({ pattern: url, methods: [method].flat() })
  })
  // A route for each other method at each address would be a tenth of every start; few are asked for.
  let router: Router<Added> | undefined
  app.decorate('methodsAt', (request) => {
    router ??= routerOf(added)
    return METHODS.filter((method) => router?.find(method, request))
  })
}

function routerOf(added: Added[]): Router<Added> {
  const router = newRouter<Added>()
  for (const each of added)
    for (const method of METHODS) if (each.methods.includes(method)) router.add(method, each.pattern, each)
  return router
}
