import { z } from 'zod'

const URL_CHARS_MAX = 4_000
/** An embed is as wide as this, or as `maxwidth` where that is less. */
export const EMBED_WIDTH_PX = 600
/** A longer answer is cut, here or at `maxheight` where that is less. */
export const EMBED_HEIGHT_MAX_PX = 1_200
/** Nothing that can be read fits into less. */
const SIDE_MIN_PX = 200
/** How long a consumer may keep an embed before it asks again. */
export const CACHE_AGE_SECONDS = 3_600

export const OEMBED_FORMATS = ['json', 'xml'] as const
export type OembedFormat = (typeof OEMBED_FORMATS)[number]

const pixels = z.coerce.number().int().min(SIDE_MIN_PX).optional()

/** What a consumer asks; other parameters are left alone, as the specification says (https://oembed.com/#section2.2). */
export const OembedQuery = z.object({
  url: z.string().min(1).max(URL_CHARS_MAX),
  maxwidth: pixels,
  maxheight: pixels,
  format: z.string().default('json'),
})

/** https://oembed.com/#section2.3 */
export interface Oembed {
  version: '1.0'
  type: 'rich'
  title: string
  author_name?: string
  author_url?: string
  provider_name: string
  provider_url: string
  cache_age: number
  html: string
  width: number
  height: number
}
