import type { Config } from '../config.ts'
import type { OembedFormat } from './contract.ts'

/** Where the embed of a reader page is: what its `<link rel="alternate" type="application/json+oembed">` names. */
export function oembedUrl(
  { publicUrl }: Pick<Config, 'publicUrl'>,
  url: string,
  format: OembedFormat = 'json',
): string {
  return `${publicUrl}/oembed?url=${encodeURIComponent(url)}&format=${format}`
}
