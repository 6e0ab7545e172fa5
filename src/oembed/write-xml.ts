import XmlBuilder from 'fast-xml-builder'

// Everything but Char of XML 1.0 (https://www.w3.org/TR/xml/#charsets); halves of characters are mended before.
const ILLEGAL = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g

const builder = new XmlBuilder({ ignoreAttributes: false })

/** Members as elements of one root, in UTF-8. Characters that XML cannot have are left out. */
export function writeXml(root: string, members: object): string {
  const declaration = { '@_version': '1.0', '@_encoding': 'utf-8', '@_standalone': 'yes' }
  const xml = builder.build({ '?xml': declaration, [root]: members })
  return xml.toWellFormed().replace(ILLEGAL, '')
}
