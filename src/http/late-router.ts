import type { FastifyReply, FastifyRequest } from 'fastify'
import { newRouter } from './router.ts'

/** Answers a request. `pattern` is that of its route. */
export type Answer = (
  request: FastifyRequest,
  reply: FastifyReply,
  pattern: string,
) => Promise<FastifyReply> | FastifyReply
/** Adds a route for GET and HEAD. */
export type AddRoute = (pattern: string, answer: Answer) => void

/** The route of an address. */
export interface LateRoute {
  /** Answers a request for the address, whose `params` are those of the route from then on. */
  answer: (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply> | FastifyReply
}

/**
 * Routes that are made when the first of them is looked for: a service that is never asked for them pays nothing for them.
 * Gives how to find the one of an address; undefined: there is none.
 */
export function lateRoutes(
  load: () => Promise<(add: AddRoute) => void>,
): (request: { url: string }) => Promise<LateRoute | undefined> {
  const make = async () => {
    const router = newRouter<{ pattern: string; answer: Answer }>()
    const addAll = await load()
    addAll((pattern, answer) => {
      router.add('GET', pattern, { pattern, answer })
    })
    return router
  }
  let router: ReturnType<typeof make> | undefined
  return async (request) => {
    router ??= make()
    const found = (await router).find('GET', request)
    if (!found) return undefined
    const { store, params } = found
    return {
      answer: (asked, reply) => {
        asked.params = params
        return store.answer(asked, reply, store.pattern)
      },
    }
  }
}
