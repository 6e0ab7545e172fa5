import { z } from 'zod'
import { ArticleRef, idOf, PageUrl, PersonRef, SLUG_CHARS_MAX } from '../contract.ts'

export const QUOTE_CHARS_MAX = 5_000
/** Fewer words are nobody's in particular. */
export const QUOTE_WORDS_MIN = 3

export const QuoteQuestion = z
  .strictObject({
    text: z
      .string()
      .min(1)
      .max(QUOTE_CHARS_MAX)
      .meta({ description: 'The quotation. `…` or `[…]` stands for words that were left out.' }),
    speaker: z
      .string()
      .min(1)
      .max(SLUG_CHARS_MAX)
      .optional()
      .meta({ description: 'Who is said to have said it: id, slug or name.', examples: ['daniel-markey'] }),
  })
  .meta({ id: 'QuoteQuestion' })
export type QuoteQuestion = z.infer<typeof QuoteQuestion>

export const QUOTE_VERDICTS = {
  verbatim: 'Its words are there, one after the other.',
  trimmed: 'Its words are there in this order; where it says so, words were left out.',
  altered: 'Something like it is there: words were added, changed, or left out without saying so.',
  misattributed: 'It is there, and somebody else said it.',
  not_found: 'Nothing like it is there.',
} as const

const QuoteWords = z
  .object({
    change: z.enum(['same', 'added', 'removed']).meta({
      description: '`added`: only the quotation has it; `removed`: only the source has it.',
    }),
    text: z.string(),
  })
  .meta({ id: 'QuoteWords' })

export const QuoteEvidence = z
  .object({
    match: z.enum(['verbatim', 'trimmed', 'altered']),
    part: z.enum(['question', 'answer']),
    text: z.string().meta({ description: 'The stretch of the source, to the letter.' }),
    words: z.array(QuoteWords).meta({ description: 'From the source to the quotation, word by word.' }),
    speakers: z.array(PersonRef).meta({ description: 'Who said it; none where the source does not say.' }),
    isBySpeaker: z.boolean().nullable().meta({ description: 'null: nobody was named.' }),
    qa: z.object({ id: idOf('qa'), number: z.int().min(1), url: PageUrl }),
    article: ArticleRef,
  })
  .meta({ id: 'QuoteEvidence', description: 'A place where the quotation, or something like it, stands.' })
export type QuoteEvidence = z.infer<typeof QuoteEvidence>

export const QuoteCheck = z
  .object({
    verdict: z.enum(['verbatim', 'trimmed', 'altered', 'misattributed', 'not_found']).meta({
      description: Object.entries(QUOTE_VERDICTS)
        .map(([verdict, meaning]) => `\`${verdict}\`: ${meaning}`)
        .join(' '),
    }),
    speaker: PersonRef.nullable().meta({
      description: 'Who was named, as far as they are known here.',
    }),
    evidence: z
      .array(QuoteEvidence)
      .meta({ description: 'The closest first; none where nothing was found.' }),
  })
  .meta({ id: 'QuoteCheck', description: 'What is to be said of a quotation, and why.' })
export type QuoteCheck = z.infer<typeof QuoteCheck>
