import type { FastifyRequest, onRequestAsyncHookHandler } from 'fastify'
import type { By } from '../audit/append.ts'
import type { Deps } from '../deps.ts'
import { Problem } from '../problem.ts'
import type { KeyRole } from './contract.ts'
import { callerOf, identify, identifyAnew, unauthenticated } from './identify.ts'

const RANK: Record<KeyRole, number> = { reader: 0, editor: 1, admin: 2 }

/** Lets a request in whose key or session has this role or a higher one; before its body is read. */
export function requireRole(deps: Deps, role: KeyRole): onRequestAsyncHookHandler {
  return async (request) => {
    const caller = await identify(deps, request)
    if (!caller) throw unauthenticated('Send Authorization: Bearer KEY, or sign in.')
    if (RANK[caller.role] < RANK[role]) throw new Problem('forbidden', `This needs the role ${role}.`)
  }
}

/** Lets every reader in where reading is open, else those with a key or a session. */
export function requireReader(deps: Deps): onRequestAsyncHookHandler {
  return deps.config.readAccess === 'open' ? () => Promise.resolve() : requireRole(deps, 'reader')
}

/**
 * Whether who sent a request that `requireReader` let in would be let in now, too: false once the key was revoked or has
 * expired, or the session has ended. For replies that go on for long.
 */
export async function mayStillRead(deps: Deps, request: FastifyRequest): Promise<boolean> {
  if (deps.config.readAccess === 'open') return true
  try {
    return (await identifyAnew(deps, request)) !== undefined
  } catch (error) {
    if (error instanceof Problem) return false
    throw error
  }
}

/**
 * The role of who sent a request, for a route that is open but shows more to some: undefined where no key and no session
 * came with it. `Problem('unauthenticated')` where one came that is wrong.
 */
export async function roleOf(deps: Deps, request: FastifyRequest): Promise<KeyRole | undefined> {
  return (await identify(deps, request))?.role
}

/** Whether who sent a request has a role or a higher one; false and `Problem` as with `roleOf`. */
export async function hasRole(deps: Deps, request: FastifyRequest, role: KeyRole): Promise<boolean> {
  const own = await roleOf(deps, request)
  return own !== undefined && RANK[own] >= RANK[role]
}

/** Who sent a request that `requireRole` let in: what revisions and imports are signed with. */
export function authorOf(request: FastifyRequest): string {
  const caller = callerOf(request)
  if (!caller) throw new Error('This route lets in requests without a key.')
  return `${caller.id} ${caller.name}`
}

/** Who sent a request that `requireRole` let in, and which one it was: for the audit. */
export function byOf(request: FastifyRequest): By {
  return { actor: authorOf(request), requestId: request.id }
}
