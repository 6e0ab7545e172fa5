import type { FastifyRequest } from 'fastify'
import { GhostError } from './errors.ts'

/** The version of Ghost's API that is spoken. Those before it, from the second on, were asked in the same words. */
export const CONTENT_VERSION = 'v6.0'
const MAJOR = 6

const ACCEPTED = /^v?(\d{1,4})(\.\d{1,6}){0,2}$/

/** Why a request is refused that is for a version that is not there yet; one for an older version gets this one. */
export function versionFault({ headers }: FastifyRequest): GhostError | undefined {
  const accepted = headers['accept-version']
  if (accepted === undefined) return undefined
  const [, major] = ACCEPTED.exec(String(accepted)) ?? []
  if (major !== undefined && Number(major) <= MAJOR) return undefined
  return new GhostError(
    406,
    'RequestNotAcceptableError',
    'Request not acceptable for provided Accept-Version header.',
    { context: `Accept-Version ${String(accepted)} is no version up to ${CONTENT_VERSION}.` },
  )
}
