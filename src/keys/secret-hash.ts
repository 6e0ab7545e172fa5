import { createHash, timingSafeEqual } from 'node:crypto'

/**
 * What is kept of a secret of ours: SHA-256, in hex. Such a secret is 256 random bits, so a fast hash is as good as a
 * slow one: there is nothing to guess.
 */
export function hashOfSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}

/** Whether two hashes are the same; it takes as long wherever they differ. */
export function isSameHash(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one, 'hex'), Buffer.from(other, 'hex')]
  return a.length === b.length && timingSafeEqual(a, b)
}
