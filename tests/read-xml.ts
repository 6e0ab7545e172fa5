import sax from 'sax'

/** An element of XML: its texts and elements by name, in their order. */
export interface XmlElement {
  name: string
  attributes: Record<string, string>
  text: string
  children: XmlElement[]
}

/** Reads XML strictly, as a stranger would; throws where it is malformed. */
export function readXml(xml: string): XmlElement {
  const parser = sax.parser(true)
  const root: XmlElement = { name: '', attributes: {}, text: '', children: [] }
  const open = [root]
  parser.onerror = (error) => {
    throw error
  }
  parser.onopentag = ({ name, attributes }) => {
    const given = Object.entries(attributes).map(([key, value]): [string, string] => [key, String(value)])
    const element: XmlElement = { name, attributes: Object.fromEntries(given), text: '', children: [] }
    open.at(-1)?.children.push(element)
    open.push(element)
  }
  parser.onclosetag = () => open.pop()
  const addText = (text: string) => {
    const element = open.at(-1)
    if (element) element.text += text
  }
  parser.ontext = addText
  parser.oncdata = addText
  parser.write(xml).close()
  const [first] = root.children
  if (!first) throw new Error('There is no element.')
  return first
}

/** The texts of all elements of a name, at any depth, in their order. */
export function textsOf(element: XmlElement, name: string): string[] {
  const own = element.name === name ? [element.text] : []
  return [...own, ...element.children.flatMap((child) => textsOf(child, name))]
}
