import { z } from 'zod'
import { idOf, Time } from '../contract.ts'
import { pageOf, pageParameters } from '../http/contract.ts'

export const KEY_ROLES = ['reader', 'editor', 'admin'] as const
export const KeyRole = z.enum(KEY_ROLES).meta({
  id: 'KeyRole',
  description: 'Each may do what those before it may: read; edit and publish; say who may do what.',
})
export type KeyRole = z.infer<typeof KeyRole>

/** Longest name of a key. */
export const KEY_NAME_CHARS_MAX = 100
export const KeyName = z.string().trim().min(1).max(KEY_NAME_CHARS_MAX)

/** A day (its first moment, UTC) or a moment. */
export const KeyExpiry = z
  .union(
    [z.iso.date(), z.iso.datetime({ offset: true })],
    'must be a date (2027-01-01) or date-time (2027-01-01T20:00:00Z)',
  )
  .transform((value) => new Date(value).toISOString())

export const ApiKey = z
  .object({
    id: idOf('key'),
    type: z.literal('key'),
    name: z.string(),
    role: KeyRole,
    prefix: z.string().meta({ description: 'How the key begins, to tell keys apart.' }),
    createdAt: Time,
    expiresAt: Time.nullable().meta({ description: 'null: never.' }),
    lastUsedAt: Time.nullable().meta({ description: 'To the minute; null: never.' }),
    revokedAt: Time.nullable().meta({ description: 'null: it was not revoked.' }),
  })
  .meta({ id: 'ApiKey', description: 'A key, without what is secret in it.' })
export type ApiKey = z.infer<typeof ApiKey>

export const CreatedKey = ApiKey.extend({
  key: z.string().meta({ description: 'The key itself. It is kept nowhere, and shown this once.' }),
}).meta({ id: 'CreatedKey', description: 'A key on the one occasion on which it is shown.' })
export type CreatedKey = z.infer<typeof CreatedKey>

export const KeyPage = pageOf(ApiKey).meta({ id: 'KeyPage' })
export type KeyPage = z.infer<typeof KeyPage>

export const KeyListQuery = z.strictObject(pageParameters)
export type KeyListQuery = z.infer<typeof KeyListQuery>

export const NewKey = z
  .strictObject({
    role: KeyRole,
    name: KeyName.meta({ description: 'Whose it is: what it does is signed with this name.' }),
    expiresAt: KeyExpiry.nullable()
      .optional()
      .meta({
        description: 'A date or date-time, from which on it is refused; null: never.',
        override: { type: ['string', 'null'], examples: ['2027-01-01'], anyOf: undefined },
      }),
  })
  .meta({ id: 'NewKey' })
export type NewKey = z.infer<typeof NewKey>
