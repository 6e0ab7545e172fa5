import { z } from 'zod'
import { Time } from '../contract.ts'
import { anyOf, pageOf, pageParameters } from '../http/contract.ts'

export const AuditEntry = z
  .object({
    seq: z.int().meta({ description: 'Counts upward; the order of what was done.' }),
    type: z.literal('audit'),
    at: Time,
    actor: z
      .object({ id: z.string(), name: z.string() })
      .meta({ description: 'A key or a user, by the name of then; `cli`: the command line.' }),
    action: z.string().meta({ examples: ['article.publish'] }),
    resource: z.string().meta({ description: 'The kind of what it was done to.', examples: ['article'] }),
    id: z.string().meta({ description: 'What it was done to.' }),
    fromRevision: z.int().nullable().meta({
      description:
        'Of an article: the draft before, where it was edited; else what readers saw, null: nothing. null of all else.',
    }),
    toRevision: z.int().nullable().meta({ description: 'The same, afterwards.' }),
    requestId: z.string().nullable().meta({
      description: '`X-Request-Id` of the request, as in the log; null where there was none.',
    }),
  })
  .meta({ id: 'AuditEntry', description: 'Who did what, when. Never what was secret in it.' })
export type AuditEntry = z.infer<typeof AuditEntry>

export const AuditPage = pageOf(AuditEntry).meta({ id: 'AuditPage' })
export type AuditPage = z.infer<typeof AuditPage>

export const AuditQuery = z.strictObject({
  resource: anyOf('Kinds of what it was done to: article, person, topic, webhook, key, user, ….'),
  id: anyOf('Ids of what it was done to.'),
  actor: anyOf('Ids of keys and users; `cli`.'),
  action: anyOf('What was done: `article.publish`, `key.revoke`, ….'),
  ...pageParameters,
})
export type AuditQuery = z.infer<typeof AuditQuery>
