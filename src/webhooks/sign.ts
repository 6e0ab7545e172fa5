import { Webhook } from 'standardwebhooks'
import type { World } from '../deps.ts'

const PREFIX = 'whsec_'
/** After a rotation the former secret signs so long beside the new one. */
export const ROTATION_MS = 24 * 60 * 60 * 1000

export interface Secrets {
  secret: string
  previousSecret: string | null
  previousSecretUntil: string | null
}

/** A secret in the form of Standard Webhooks: 32 random bytes. */
export function newSigningSecret(world: World): string {
  return PREFIX + Buffer.from(world.newSecret(), 'base64url').toString('base64')
}

/** The headers of one attempt (Standard Webhooks 1.0.0): during a rotation with a signature by either secret. */
export function signedHeaders(
  { id, payload }: { id: string; payload: string },
  { secret, previousSecret, previousSecretUntil }: Secrets,
  now: Date,
): Record<string, string> {
  const isRotating = previousSecretUntil !== null && now.toISOString() < previousSecretUntil
  const secrets = isRotating && previousSecret !== null ? [secret, previousSecret] : [secret]
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    'webhook-signature': secrets.map((each) => new Webhook(each).sign(id, now, payload)).join(' '),
  }
}
