import { randomBytes } from 'node:crypto'
import { typeid } from 'typeid-js'
import type { Config } from './config.ts'
import type { IdPrefix } from './contract.ts'
import type { Store } from './db/store.ts'

/** Where time and chance come from: the only things a feature takes from outside its arguments. */
export interface World {
  now: () => Date
  newId: (prefix: IdPrefix) => string
  /** 256 random bits as text that needs no escaping. */
  newSecret: () => string
}

/** What every room is handed. */
export interface Deps extends World {
  store: Store
  config: Config
}

export const world: World = {
  now: () => new Date(),
  newId: (prefix) => typeid(prefix).toString(),
  newSecret: () => randomBytes(32).toString('base64url'),
}
