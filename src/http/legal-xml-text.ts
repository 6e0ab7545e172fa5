// Everything but Char of XML 1.0 (https://www.w3.org/TR/xml/#charsets); halves of characters are mended before.
const ILLEGAL = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g

/** A text as XML gives it back: without the characters that it cannot have, and with its line ends (2.11). */
export function legalXmlText(text: string): string {
  return text.toWellFormed().replace(ILLEGAL, '').replace(/\r\n?/g, '\n')
}
