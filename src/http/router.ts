import FindMyWay, { type HTTPMethod } from 'find-my-way'
import { SLUG_CHARS_MAX } from '../contract.ts'

/** A character of a slug takes up to twelve in a path, percent-encoded. */
export const PATH_PART_CHARS_MAX = SLUG_CHARS_MAX * 12

export interface Router<T> {
  add: (method: HTTPMethod, pattern: string, store: T) => void
  /** What was added for the address of a request. */
  find: (
    method: HTTPMethod,
    request: { url: string },
  ) => { store: T; params: Record<string, string | undefined> } | undefined
}

/** A router beside that of Fastify, which reads patterns and addresses as that does. */
export function newRouter<T extends object>(): Router<T> {
  const routes = FindMyWay({ maxParamLength: PATH_PART_CHARS_MAX })
  const stores = new Map<unknown, T>()
  return {
    add(method, pattern, store) {
      const key = () => undefined
      stores.set(key, store)
      routes.on(method, pattern, key)
    },
    find(method, { url }) {
      const found = routes.find(method, url.split('?', 1)[0] ?? '')
      const store = stores.get(found?.handler)
      return found && store !== undefined ? { store, params: found.params } : undefined
    },
  }
}
