import type { FastifyReply, FastifyRequest, onRequestAsyncHookHandler } from 'fastify'
import { newRouter } from './router.ts'

/** Answers a request. `pattern` is that of its route. */
export type Answer = (
  request: FastifyRequest,
  reply: FastifyReply,
  pattern: string,
) => Promise<FastifyReply> | FastifyReply
/** Adds a route for GET and HEAD. */
export type AddRoute = (pattern: string, answer: Answer) => void

interface LateRoutes {
  /** Whether there is a route for the address of a request. */
  has: (request: { url: string }) => Promise<boolean>
  /** Answers a request by its route, whose `params` it has from then on, once it is admitted; throws where there is none. */
  answer: (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>
}

/**
 * Routes that are added when the first of them is looked for: a service that is never asked for them pays nothing for them.
 * `admit` throws where who asks may not; `notFound` is what is thrown where there is no route.
 */
export function lateRoutes({
  addAll,
  admit,
  notFound,
}: {
  addAll: (add: AddRoute) => Promise<void>
  admit: onRequestAsyncHookHandler
  notFound: () => Error
}): LateRoutes {
  const make = async () => {
    const router = newRouter<{ pattern: string; answer: Answer }>()
    await addAll((pattern, answer) => {
      router.add('GET', pattern, { pattern, answer })
    })
    return router
  }
  let router: ReturnType<typeof make> | undefined
  const find = async (request: { url: string }) => (await (router ??= make())).find('GET', request)
  return {
    has: async (request) => (await find(request)) !== undefined,
    async answer(request, reply) {
      const route = await find(request)
      if (!route) throw notFound()
      await admit.call(request.server, request, reply)
      request.params = route.params
      return route.store.answer(request, reply, route.store.pattern)
    },
  }
}
