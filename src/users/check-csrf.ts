import type { FastifyRequest } from 'fastify'
import { hashOfSecret, isSameHash } from '../keys/secret-hash.ts'
import { Problem } from '../problem.ts'

const READING = new Set(['GET', 'HEAD'])
const TOKEN = 'X-CSRF-Token'

/**
 * Refuses what a session would write unless a page of ours asked for it: by the token that only such a page can know, and
 * by what the browser says of where the request comes from.
 */
export function checkCsrf(request: FastifyRequest, session: { csrfToken: string }): void {
  if (READING.has(request.method)) return
  refuseOtherSites(request)
  const token = request.headers['x-csrf-token']
  if (typeof token !== 'string') throw refused(TOKEN, 'is missing. GET /v1/session gives the token.')
  if (!isSameHash(hashOfSecret(token), hashOfSecret(session.csrfToken)))
    throw refused(TOKEN, 'is not that of the session. GET /v1/session gives the token.')
}

/**
 * `Problem('forbidden')` where a browser says that a page of another origin sends the request. Other programs say nothing
 * of the kind, and have no cookies of others to misuse.
 */
export function refuseOtherSites({ headers, host }: FastifyRequest): void {
  const site = headers['sec-fetch-site']
  if (site !== undefined) {
    if (site !== 'same-origin' && site !== 'none')
      throw refused('Sec-Fetch-Site', 'says that the page of another site sends this.')
    return
  }
  // Browsers before 2023 say only this. The scheme is not compared: TLS may end in front of us.
  const { origin } = headers
  if (origin !== undefined && URL.parse(origin)?.host !== host)
    throw refused('Origin', 'says that the page of another site sends this.')
}

function refused(header: string, detail: string): Problem {
  return new Problem('forbidden', `${header} ${detail}`, { errors: [{ header, code: 'invalid', detail }] })
}
