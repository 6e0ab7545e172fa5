import type { Config } from '../config.ts'
import { badParameter } from '../problem.ts'
import type { OembedFormat } from './contract.ts'

/** Where the embed of a reader page is: what its `<link rel="alternate" type="application/json+oembed">` names. */
export function oembedUrl(
  { publicUrl }: Pick<Config, 'publicUrl'>,
  url: string,
  format: OembedFormat = 'json',
): string {
  return `${publicUrl}/oembed?url=${encodeURIComponent(url)}&format=${format}`
}

/** An article by id or slug, or one of its answers by its anchor. */
export interface Named {
  idOrSlug: string
  anchor: string | undefined
}

/** Without what a fragment says to browsers (https://wicg.github.io/scroll-to-text-fragment/). */
const ARTICLE = /^articles\/([^/#]+)(?:#(.*?)(?::~:.*)?)?$/s

/**
 * What the address of a page for readers names, here or where `SITE_URL` is; its query says nothing of that. undefined: no
 * article. Throws `Problem` where it is an address of somebody else.
 */
export function readAddress(address: string, { siteUrl, publicUrl }: Config): Named | undefined {
  const url = URL.parse(address)
  if (!url || !/^https?:$/.test(url.protocol)) throw badParameter('url', 'is no http(s) address.')
  const bases = [siteUrl, publicUrl]
    .map((base) => new URL(`${base}/`))
    .filter(({ host, pathname }) => host === url.host && url.pathname.startsWith(pathname))
  if (bases.length === 0) throw badParameter('url', 'is not an address of this site.')
  for (const { pathname } of bases) {
    const path = decode(url.pathname.slice(pathname.length) + url.hash)
    const [, idOrSlug, anchor] = ARTICLE.exec(path) ?? []
    if (idOrSlug !== undefined) return { idOrSlug, anchor: anchor === '' ? undefined : anchor }
  }
  return undefined
}

/** Empty where the percent-encoding is malformed. */
function decode(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return ''
  }
}
