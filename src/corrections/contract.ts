import { z } from 'zod'
import { ArticleRef, idOf, RichText, Time } from '../contract.ts'
import { isWhole, NOT_WHOLE } from '../editing/contract.ts'
import { anyOf, anyOfThese, pageOf, pageParameters } from '../http/contract.ts'

const TEXT_CHARS_MAX = 20_000
export const CORRECTION_KINDS = ['correction', 'clarification', 'retraction'] as const
const CorrectionKind = z.enum(CORRECTION_KINDS).meta({
  id: 'CorrectionKind',
  description: 'A `retraction` takes the article back: readers get 410 with its text.',
})

/** An entry of the public ledger. */
export const Correction = z
  .object({
    id: idOf('cor'),
    type: z.literal('correction'),
    kind: CorrectionKind,
    text: RichText,
    at: Time,
    articleId: idOf('art'),
    article: ArticleRef.nullable().meta({ description: 'null where readers see it no more.' }),
    qa: idOf('qa').nullable().meta({ description: 'The pair that it is about; null: the whole article.' }),
  })
  .meta({ id: 'Correction', description: 'What was put right in public.' })
export type Correction = z.infer<typeof Correction>

export const CorrectionPage = pageOf(Correction).meta({ id: 'CorrectionPage' })
export type CorrectionPage = z.infer<typeof CorrectionPage>

export const CorrectionListQuery = z.strictObject({
  article: anyOf('Articles, by slug or id.'),
  kind: anyOfThese(CORRECTION_KINDS, 'Kinds of correction.'),
  ...pageParameters,
})
export type CorrectionListQuery = z.infer<typeof CorrectionListQuery>

export const NewCorrection = z
  .strictObject({
    kind: CorrectionKind,
    text: z
      .string()
      .trim()
      .min(1)
      .max(TEXT_CHARS_MAX)
      .refine(isWhole, NOT_WHOLE)
      .meta({ description: 'For readers; CommonMark.' }),
    qa: idOf('qa').optional().meta({ description: 'The pair that it is about.' }),
  })
  .meta({ id: 'NewCorrection' })
export type NewCorrection = z.infer<typeof NewCorrection>
