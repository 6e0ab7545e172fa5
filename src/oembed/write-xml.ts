import XmlBuilder from 'fast-xml-builder'
import { legalXmlText } from '../http/legal-xml-text.ts'

const builder = new XmlBuilder({ ignoreAttributes: false })

/** Members as elements of one root, in UTF-8. Characters that XML cannot have are left out. */
export function writeXml(root: string, members: object): string {
  const declaration = { '@_version': '1.0', '@_encoding': 'utf-8', '@_standalone': 'yes' }
  return legalXmlText(builder.build({ '?xml': declaration, [root]: members }))
}
