import { extname } from 'node:path'

/** What the importer reads, with the endings of such files. */
export const MEDIA_TYPES: Record<string, string[]> = { 'text/plain': ['.txt', '.text'] }

/** What bytes are taken for that nobody says anything about. */
export const DEFAULT_MEDIA_TYPE = 'text/plain'

/** The media type of a file by its ending; undefined where it is none that is read. */
export function contentTypeOfFile(fileName: string): string | undefined {
  const ending = extname(fileName).toLowerCase()
  return Object.entries(MEDIA_TYPES).find(([, endings]) => endings.includes(ending))?.[0]
}
