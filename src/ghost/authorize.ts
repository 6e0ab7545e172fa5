import type { FastifyRequest, onRequestAsyncHookHandler } from 'fastify'
import { z } from 'zod'
import type { Deps } from '../deps.ts'
import { requireReader } from '../keys/authorize.ts'
import { identifyByKey } from '../keys/identify.ts'
import { GhostError } from './errors.ts'

const WithKey = z.looseObject({ key: z.string().min(1) })

/**
 * Lets every reader in where reading is open, whatever `key` they send. Else those with the key of a reader in `key`; a key
 * that may write does not belong into an address, where logs and histories keep it. `Authorization` will do, too.
 */
export function requireContentKey(deps: Deps): onRequestAsyncHookHandler {
  if (deps.config.readAccess === 'open') return () => Promise.resolve()
  const require = requireReader(deps)
  return async function (request, reply) {
    const key = keyOf(request)
    if (key === undefined) {
      await require.call(this, request, reply)
      return
    }
    const caller = await identifyByKey(deps, request, key)
    if (!caller)
      throw new GhostError(401, 'UnauthorizedError', 'Unknown Content API Key', {
        code: 'UNKNOWN_CONTENT_API_KEY',
      })
    if (caller.role !== 'reader')
      throw new GhostError(401, 'UnauthorizedError', 'Invalid API Key type', {
        code: 'INVALID_API_KEY_TYPE',
        context: `This key has the role ${caller.role}. Only one with the role reader goes into an address.`,
      })
  }
}

function keyOf({ query }: FastifyRequest): string | undefined {
  return WithKey.safeParse(query).data?.key
}
