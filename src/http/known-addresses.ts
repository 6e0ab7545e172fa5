import FindMyWay, { type HTTPMethod, type Instance, type HTTPVersion } from 'find-my-way'
import type { App } from './server.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** The methods that the address of a request is for, parted by commas; undefined: it is none of ours. */
    methodsAt: (request: { url: string }) => string | undefined
  }
}

type Routes = Instance<HTTPVersion.V1>

const METHODS: HTTPMethod[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']

/**
 * Lets an app say what methods an address is for, as the router itself knows only whether there is a route for one method.
 * Call before the routes.
 */
export function knowAddresses(app: App, maxParamLength: number): void {
  const added: { methods: string[]; url: string }[] = []
  app.addHook('onRoute', ({ url, method }) => {
    added.push({ methods: [method].flat(), url })
  })
  // A route for each other method at each address would be a tenth of a second of every start; few ask for one.
  let routes: Routes | undefined
  app.decorate('methodsAt', ({ url }) => {
    routes ??= routesOf(added, maxParamLength)
    const [path = ''] = url.split('?', 1)
    const methods = METHODS.filter((method) => routes?.find(method, path))
    return methods.length > 0 ? methods.join(', ') : undefined
  })
}

function routesOf(added: { methods: string[]; url: string }[], maxParamLength: number): Routes {
  const routes = FindMyWay({ maxParamLength })
  for (const { methods, url } of added)
    for (const method of METHODS) if (methods.includes(method)) routes.on(method, url, () => undefined)
  return routes
}
