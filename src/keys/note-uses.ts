import type { Deps } from '../deps.ts'
import type { App } from '../http/server.ts'
import { callerOf } from './identify.ts'
import { noteUse } from './queries.ts'

/**
 * Notes of every key when it was last used, to the minute: after the reply has gone, once a minute at most. What cannot be
 * noted fails no request. Call before any scope of its own is registered.
 */
export function noteUses(app: App, deps: Deps): void {
  /** By key: the minute that was noted last. */
  const noted = new Map<string, string>()
  app.addHook('onResponse', (request, _reply, done) => {
    done()
    const key = callerOf(request)?.key
    if (!key) return
    const minute = toMinute(deps.now())
    if (noted.get(key.id) === minute || (key.lastUsedAt !== null && key.lastUsedAt >= minute)) return
    noted.set(key.id, minute)
    deps.store
      .write((tx) => noteUse(tx, key.id, minute))
      .catch((err: unknown) => {
        noted.delete(key.id)
        request.log.debug({ err }, 'the use of a key was not noted')
      })
  })
}

function toMinute(at: Date): string {
  return `${at.toISOString().slice(0, 16)}:00.000Z`
}
