import chardet from 'chardet'
import { parse as parseContentType } from 'content-type'
import { Problem } from '../problem.ts'
import { knownMediaType, MEDIA_TYPES, sniffMediaType } from './media-type.ts'

/** A text with a larger share of control characters than this is none. */
const CONTROL_SHARE_MAX = 0.01
/** How far a page is searched for the charset it names; the standard asks for the first 1024. */
const META_BYTES = 4096

export interface Decoded {
  text: string
  mediaType: string
  /** As the Encoding Standard names it (https://encoding.spec.whatwg.org/). */
  charset: string
}

/**
 * Bytes as text: the charset by byte order mark, else as `Content-Type` says, else UTF-8 where the bytes are
 * that, else as an HTML page's `meta` says, else by detection. Where nobody names the kind of text, its content shows
 * it. `Problem` where the bytes are of a kind that is not read, are no text, or no text in the charset that was named.
 */
export function decode(bytes: Uint8Array, contentTypeHeader: string | undefined): Decoded {
  const { mediaType, named } = readContentType(contentTypeHeader)
  const charset = charsetOfMark(bytes) ?? named
  const text = charset === undefined ? decodeUnnamed(bytes) : decodeNamed(bytes, charset)
  if (text === undefined)
    throw new Problem(
      'unreadable_text',
      `The bytes are not ${charset ?? 'in any charset we know'}. Name the charset in Content-Type, or leave it out.`,
    )
  if (isBinary(text.text)) throw new Problem('unsupported_media_type', 'The body is binary data, not text.')
  if (text.text.trim() === '') throw new Problem('unreadable_text', 'The text is empty.')
  return { ...text, mediaType: mediaType ?? sniffMediaType(text.text) }
}

/** `mediaType` is undefined where the header does not say. */
function readContentType(header: string | undefined): {
  mediaType: string | undefined
  named: string | undefined
} {
  if (header === undefined || header === '') return { mediaType: undefined, named: undefined }
  const { type, parameters } = parseContentType(header)
  const mediaType = knownMediaType(type)
  if (mediaType === null)
    throw new Problem(
      'unsupported_media_type',
      `${type} is not read; ${Object.keys(MEDIA_TYPES).join(', ')} are.`,
    )
  return { mediaType, named: parameters.charset }
}

function charsetOfMark(bytes: Uint8Array): string | undefined {
  const [first, second, third] = bytes
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8'
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  return undefined
}

interface Text {
  text: string
  charset: string
}

/** undefined, too, where the bytes would pass for the charset and are certainly another. */
function decodeNamed(bytes: Uint8Array, charset: string): Text | undefined {
  const text = decodeAs(bytes, charset)
  if (text === undefined || text.charset === 'utf-8') return text
  // Hardly a text without a space or line end, and in UTF-16 these have a zero byte.
  if (text.charset.startsWith('utf-16')) return bytes.includes(0) ? text : undefined
  // By chance no legacy text has all its accents form UTF-8.
  const isUtf8 = bytes.some((byte) => byte > 0x7f) && decodeAs(bytes, 'utf-8') !== undefined
  return isUtf8 ? undefined : text
}

function decodeUnnamed(bytes: Uint8Array): Text | undefined {
  const utf8 = decodeAs(bytes, 'utf-8')
  if (utf8 !== undefined) return utf8
  const declared = charsetOfMeta(bytes)
  const asDeclared = declared === undefined ? undefined : decodeAs(bytes, declared)
  return asDeclared ?? decodeAs(bytes, chardet.detect(bytes) ?? 'windows-1252')
}

/** As a page's `<meta charset>` or `<meta http-equiv>` says (https://html.spec.whatwg.org/#prescan-a-byte-stream-to-determine-its-encoding). */
function charsetOfMeta(bytes: Uint8Array): string | undefined {
  const start = Buffer.from(bytes.subarray(0, META_BYTES)).toString('latin1')
  return /<meta\s[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})/i.exec(start)?.[1]
}

/** undefined where the bytes are not of this charset, or there is no such charset. */
function decodeAs(bytes: Uint8Array, charset: string): Text | undefined {
  try {
    const decoder = new TextDecoder(charset, { fatal: true })
    return { text: decoder.decode(bytes), charset: decoder.encoding }
  } catch {
    return undefined
  }
}

function isBinary(text: string): boolean {
  if (text.includes('\0')) return true
  const controls = text.match(/[\u0001-\u0008\u000e-\u001a\u001c-\u001f\u007f]/gu)?.length ?? 0
  return controls > text.length * CONTROL_SHARE_MAX
}
