import { z } from 'zod'
import { idOf } from '../contract.ts'

export const KEY_ROLES = ['reader', 'editor', 'admin'] as const
export const KeyRole = z.enum(KEY_ROLES)
export type KeyRole = z.infer<typeof KeyRole>

/** Longest name of a key. */
export const KEY_NAME_CHARS_MAX = 100
export const KeyName = z.string().trim().min(1).max(KEY_NAME_CHARS_MAX)

/** A key on the one occasion on which it is shown. */
export const CreatedKey = z.object({ id: idOf('key'), key: z.string(), role: KeyRole, name: z.string() })
export type CreatedKey = z.infer<typeof CreatedKey>
