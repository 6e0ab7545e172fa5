import { markup, sentHtml } from '../http/markup.ts'
import { fitText, LINE_PX } from './fit-text.ts'

/** What an embed says. */
export interface Quotation {
  heading: string
  paragraphs: string[]
  /** Who said it. */
  names: string[]
  /** What it is from. */
  work: string
  url: string
  language: string
}

/** Of the lines there are, as many as this may go to the heading, and to who said it and where. */
const HEADING_PART = 1 / 3
const CREDIT_PART = 1 / 4
const STYLE = `margin:0;font-size:16px;line-height:${LINE_PX}px;overflow-wrap:anywhere`
const ABOVE = `margin:0 0 ${LINE_PX}px`

/**
 * A quotation as HTML without script or margin, with the height that it takes at a width, in pixels. What does not fit is
 * cut. Who said it stands inside, so that those who keep nothing but a `blockquote` keep that, too.
 */
export function writeQuotation(
  { heading, paragraphs, names, work, url, language }: Quotation,
  { widthPx, heightMaxPx }: { widthPx: number; heightMaxPx: number },
): { html: string; heightPx: number } {
  const linesMax = Math.floor(heightMaxPx / LINE_PX)
  const partOf = (part: number) => Math.max(1, Math.floor(linesMax * part))
  const by = names.length === 0 ? '' : `${names.join(', ')}, `
  const head = fitText(heading, widthPx, partOf(HEADING_PART))
  const credit = fitText(`— ${by}${work}`, widthPx, partOf(CREDIT_PART))
  const around = head.lines + 1 + credit.lines
  const { texts, lines } = fitParagraphs(paragraphs, widthPx, linesMax - around)
  const body = texts.map((text) => markup`<p style="${ABOVE}">${text}</p>`)
  const html = markup`<blockquote cite="${url}" lang="${language}" dir="auto" style="${STYLE}"><p style="${ABOVE}"><strong>${head.text}</strong></p>${body}<p style="margin:0"><a href="${url}">${credit.text}</a></p></blockquote>`
  return { html: sentHtml(html), heightPx: (around + lines) * LINE_PX }
}

/** The first of these that fit, each with an empty line above it; an ellipsis stands for all else. */
function fitParagraphs(
  paragraphs: string[],
  widthPx: number,
  linesMax: number,
): { texts: string[]; lines: number } {
  const texts: string[] = []
  let lines = 0
  for (const [index, paragraph] of paragraphs.entries()) {
    const room = linesMax - lines - 1
    if (room < 1) break
    const fitted = fitText(paragraph, widthPx, room)
    const isBeforeMore = index < paragraphs.length - 1 && !fitted.isCut && room - fitted.lines - 1 < 1
    const { text, lines: taken } = isBeforeMore ? fitText(`${paragraph} …`, widthPx, room) : fitted
    texts.push(text)
    lines += 1 + taken
  }
  return { texts, lines }
}
