import type { FastifyRequest, onRequestAsyncHookHandler } from 'fastify'
import type { Deps } from '../deps.ts'
import type { KeyRole } from './contract.ts'
import { findKey, type Key } from './queries.ts'
import { Problem } from '../problem.ts'

const RANK: Record<KeyRole, number> = { reader: 0, editor: 1, admin: 2 }

const keyOf = new WeakMap<FastifyRequest, Key>()

/** Lets a request in whose key has this role or a higher one; before its body is read. */
export function requireRole(deps: Deps, role: KeyRole): onRequestAsyncHookHandler {
  return async (request) => {
    const [scheme, secret] = request.headers.authorization?.split(' ', 2) ?? []
    if (scheme?.toLowerCase() !== 'bearer' || !secret)
      throw unauthenticated('Send Authorization: Bearer KEY.')
    const key = await findKey(deps.store.read, secret)
    if (!key) throw unauthenticated('The key is unknown or was revoked.')
    if (RANK[key.role] < RANK[role]) throw new Problem('forbidden', `This needs a key with the role ${role}.`)
    keyOf.set(request, key)
  }
}

/** Lets every reader in where reading is open, else those with a key. */
export function requireReader(deps: Deps): onRequestAsyncHookHandler {
  return deps.config.readAccess === 'open' ? () => Promise.resolve() : requireRole(deps, 'reader')
}

/** Who sent a request that `requireRole` let in: what revisions and imports are signed with. */
export function authorOf(request: FastifyRequest): string {
  const key = keyOf.get(request)
  if (!key) throw new Error('This route lets in requests without a key.')
  return `${key.id} ${key.name}`
}

function unauthenticated(detail: string): Problem {
  return new Problem('unauthenticated', detail, {
    headers: { 'www-authenticate': 'Bearer' },
    errors: [{ header: 'Authorization', code: 'invalid', detail }],
  })
}
