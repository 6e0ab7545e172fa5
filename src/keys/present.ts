import type { ApiKey, CreatedKey } from './contract.ts'
import type { Key } from './queries.ts'

/** The wire's key. */
export function presentKey({ id, ...key }: Key): ApiKey {
  return { id, type: 'key', ...key }
}

/** The wire's key, this once with the key itself. */
export function presentCreatedKey({ key, ...row }: Key & { key: string }): CreatedKey {
  return { ...presentKey(row), key }
}
