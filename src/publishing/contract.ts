import { z } from 'zod'
import { idOf, Time } from '../contract.ts'

/** A preview link ends after this at the latest. */
const PREVIEW_SECONDS_MAX = 30 * 24 * 60 * 60
const PREVIEW_SECONDS_DEFAULT = 24 * 60 * 60

export const Publication = z
  .strictObject({
    at: z.iso
      .datetime({ offset: true })
      .transform((value) => new Date(value).toISOString())
      .nullable()
      .optional()
      .meta({
        description:
          'When; the draft as it is then is published. Default, and where it is past: now. null forgets the time that was set, and publishes nothing.',
        override: { type: ['string', 'null'], format: 'date-time', pattern: undefined, anyOf: undefined },
      }),
  })
  .nullish()
  .meta({ id: 'Publication' })

export const NewPreviewLink = z
  .strictObject({
    expiresIn: z
      .int()
      .min(1)
      .max(PREVIEW_SECONDS_MAX)
      .default(PREVIEW_SECONDS_DEFAULT)
      .meta({ description: 'Seconds from now.' }),
  })
  .nullish()
  .transform((given) => given ?? { expiresIn: PREVIEW_SECONDS_DEFAULT })
  .meta({ id: 'NewPreviewLink' })

/** A signed address of a draft, as it is listed. */
export const PreviewLink = z
  .object({
    id: idOf('plk'),
    author: z.string(),
    createdAt: Time,
    expiresAt: Time,
    revokedAt: Time.nullable(),
  })
  .meta({ id: 'PreviewLink' })
export const PreviewLinks = z.object({ data: z.array(PreviewLink) }).meta({ id: 'PreviewLinks' })
export type PreviewLinks = z.infer<typeof PreviewLinks>

/** The same on the one occasion on which its token is given. */
export const CreatedPreviewLink = PreviewLink.extend({
  token: z.string(),
  url: z.url().meta({ description: 'Shows the draft, as readers would see it, through the read API.' }),
}).meta({ id: 'CreatedPreviewLink' })
export type CreatedPreviewLink = z.infer<typeof CreatedPreviewLink>
