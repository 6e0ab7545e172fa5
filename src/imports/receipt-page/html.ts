const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Text as HTML shows it, safe between tags and in a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? '')
}

/** A number as a person reads it: 12,345. */
export function writeNumber(count: number): string {
  return count.toLocaleString('en')
}

/** A share as a person reads it; what is there at all is never 0%. */
export function writeShare(part: number, whole: number): string {
  const percent = whole === 0 ? 0 : Math.round((100 * part) / whole)
  return percent === 0 && part > 0 ? 'under 1%' : `${percent}%`
}
