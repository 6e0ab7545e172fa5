// What publishing renders has no attribute on a heading, and each other `<` of its texts is escaped.
const HEADING_DEPTH = /(?<=<\/?h)[1-6](?=>)/g
const LEVEL_MAX = 6

/** Published HTML whose headings begin at a level, and leave none out on the way down. */
export function headingsFrom(level: number, html: string): string {
  const depths = [...new Set(html.match(HEADING_DEPTH))].sort()
  return html.replace(HEADING_DEPTH, (depth) => String(Math.min(level + depths.indexOf(depth), LEVEL_MAX)))
}
