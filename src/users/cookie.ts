import type { FastifyRequest } from 'fastify'

// With this prefix a browser takes it from this very host alone, over TLS alone, for every path (RFC 6265bis, 4.1.3.2).
const NAME = '__Host-colloquy'
const ATTRIBUTES = 'Path=/; HttpOnly; Secure; SameSite=Lax'

/** Tells a browser to forget its session. */
export const clearedCookie = `${NAME}=; Max-Age=0; ${ATTRIBUTES}`

/** What a browser is to keep of a session, and for how long. */
export function sessionCookie(secret: string, lifetimeMs: number): string {
  return `${NAME}=${secret}; Max-Age=${Math.floor(lifetimeMs / 1000)}; ${ATTRIBUTES}`
}

/** The secret of the session that a request came with; undefined where it came with none. */
export function readSessionCookie({ headers }: FastifyRequest): string | undefined {
  const pairs = (headers.cookie ?? '').split(';').map((pair) => pair.trim())
  const own = pairs.find((pair) => pair.startsWith(`${NAME}=`))?.slice(NAME.length + 1)
  return own === '' ? undefined : own
}
