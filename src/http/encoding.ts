import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { Negotiator } from '@fastify/accept-negotiator'
import { LRUCache } from 'lru-cache'

/** A smaller reply fits into one packet as it is. */
export const COMPRESSED_BYTES_MIN = 1_024
/** Quality at which a page takes about as long as with gzip, and less bytes. */
const BROTLI_QUALITY = 5
/** What browsers send is much the same. */
const HEADERS_REMEMBERED = 100

export type Encoding = 'br' | 'gzip' | 'identity'

const negotiator = new Negotiator({
  supportedValues: ['br', 'gzip', 'identity'],
  cache: new LRUCache<string, string>({ max: HEADERS_REMEMBERED }),
})

/** The content coding that a request wants most of those we have (RFC 9110, 12.5.3). */
export function encodingOf(acceptEncoding: string | undefined): Encoding {
  if (acceptEncoding === undefined) return 'identity'
  const wanted = negotiator.negotiate(acceptEncoding)
  return wanted === 'br' || wanted === 'gzip' ? wanted : 'identity'
}

const [toBrotli, toGzip] = [promisify(brotliCompress), promisify(gzip)]

/** A text in UTF-8, or bytes, in a content coding. */
export function encode(body: string | Buffer, encoding: 'br' | 'gzip'): Promise<Buffer> {
  if (encoding === 'gzip') return toGzip(body)
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY,
    [constants.BROTLI_PARAM_SIZE_HINT]: Buffer.byteLength(body),
  }
  return toBrotli(body, { params })
}
