import type { FastifyRequest } from 'fastify'

// With this prefix a browser takes them from this very host alone, over TLS alone, for every path (RFC 6265bis, 4.1.3.2).
const SESSION = '__Host-colloquy'
const DEVICE = '__Host-colloquy-device'
const ATTRIBUTES = 'Path=/; HttpOnly; Secure; SameSite=Lax'

/** Tells a browser to forget its session. */
export const clearedCookie = `${SESSION}=; Max-Age=0; ${ATTRIBUTES}`

/** What a browser is to keep of a session, and for how long. */
export function sessionCookie(secret: string, lifetimeMs: number): string {
  return cookie(SESSION, secret, lifetimeMs)
}

/** What a browser is to keep to be known by when somebody signs in again, and for how long. */
export function deviceCookie(secret: string, lifetimeMs: number): string {
  return cookie(DEVICE, secret, lifetimeMs)
}

/** The secret of the session that a request came with; undefined where it came with none. */
export function readSessionCookie(request: FastifyRequest): string | undefined {
  return readCookie(request, SESSION)
}

/** The secret by which the browser of a request may be known; undefined where it has none. */
export function readDeviceCookie(request: FastifyRequest): string | undefined {
  return readCookie(request, DEVICE)
}

function cookie(name: string, secret: string, lifetimeMs: number): string {
  return `${name}=${secret}; Max-Age=${Math.floor(lifetimeMs / 1000)}; ${ATTRIBUTES}`
}

function readCookie({ headers }: FastifyRequest, name: string): string | undefined {
  const pairs = (headers.cookie ?? '').split(';').map((pair) => pair.trim())
  const own = pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1)
  return own === '' ? undefined : own
}
