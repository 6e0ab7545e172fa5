import { type Document, DomHandler } from 'domhandler'
import { Parser } from 'htmlparser2'
import { nestedTooDeeply } from './refusals.ts'

/** No page that people wrote nests deeper; what does is made to exhaust its reader. */
const DEPTH_MAX = 400

/** A tree whose nodes know their offsets. `Problem` where it is nested too deeply. Nothing is run or fetched. */
export function parseHtml(html: string): Document {
  const handler = new BoundedHandler(undefined, { withStartIndices: true, withEndIndices: true })
  const parser = new Parser(handler)
  parser.write(html)
  parser.end()
  return handler.root
}

class BoundedHandler extends DomHandler {
  override onopentag(name: string, attribs: Record<string, string>): void {
    if (this.tagStack.length > DEPTH_MAX) throw nestedTooDeeply(DEPTH_MAX)
    super.onopentag(name, attribs)
  }
}
