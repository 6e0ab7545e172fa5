import { legalXmlText } from '../http/legal-xml-text.ts'

/** Sections that the generator puts on lines of their own; one ends before each `]]>` of a text and the next begins. */
const INDENTED_CDATA = />\s*((?:<!\[CDATA\[[\s\S]*?\]\]>)+)\s*</g

/** Generated XML without what it cannot have, and without white space around texts, which not every reader takes away. */
export function finishXml(xml: string): string {
  return legalXmlText(xml).replace(INDENTED_CDATA, '>$1<')
}
