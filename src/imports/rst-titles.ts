import type { RstLine } from './rst-lines.ts'

const ADORNMENT = /^([!-/:-@[-`{-~])\1*$/
const ADORNMENT_CHARS_MIN = 4

/** A section title, how it is adorned and the lines it takes with its adornment. */
export interface RstTitle {
  line: RstLine
  adornment: string
  taken: number
}

/**
 * The title that begins at an index: a line underlined, or also overlined, by one punctuation mark. An underline
 * may be the shorter only with four marks.
 * https://docutils.sourceforge.io/docs/ref/rst/restructuredtext.html#sections
 */
export function titleAt(lines: RstLine[], index: number, marginColumns: number): RstTitle | undefined {
  const over = adornmentOf(lines[index])
  const isOverlined = over !== undefined
  const line = lines[isOverlined ? index + 1 : index]
  const underline = lines[isOverlined ? index + 2 : index + 1]
  const under = adornmentOf(underline)
  if (line === undefined || line.text === '' || underline === undefined || under === undefined)
    return undefined
  const isLong = underline.text.length >= Math.min(ADORNMENT_CHARS_MIN, line.text.length)
  if (!isLong || underline.indentColumns !== marginColumns || (isOverlined && over !== under))
    return undefined
  return { line, adornment: isOverlined ? over + under : under, taken: isOverlined ? 3 : 2 }
}

/** https://docutils.sourceforge.io/docs/ref/rst/restructuredtext.html#transitions */
export function isTransition(line: RstLine, next: RstLine | undefined): boolean {
  return (
    (next?.text ?? '') === '' && line.text.length >= ADORNMENT_CHARS_MIN && adornmentOf(line) !== undefined
  )
}

/** The mark of which a line consists. */
function adornmentOf(line: RstLine | undefined): string | undefined {
  return ADORNMENT.exec(line?.text ?? '')?.[1]
}
