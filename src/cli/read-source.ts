import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, extname, join, relative, sep } from 'node:path'
import { contentTypeOfFile } from '../imports/media-type.ts'
import { Problem } from '../problem.ts'
import { onFile } from './on-file.ts'
import { Failure } from './output.ts'

const STDIN = '-'

/** One text to read: a file, or standard input. */
export interface Source {
  path: string
  /** The file name without its ending; in a folder, with path and ending where others have the same. */
  name: string
}

/** What a path stands for, in the order of the names; of a folder only what the importer reads, at any depth. */
export async function listSources(
  path: string,
): Promise<{ sources: Source[]; isFolder: boolean; skipped: number }> {
  if (path === STDIN) return { sources: [{ path, name: 'stdin' }], isFolder: false, skipped: 0 }
  const isFolder = (await onFile(path, () => stat(path))).isDirectory()
  if (!isFolder) return { sources: [sourceOf(path)], isFolder, skipped: 0 }
  const entries = await onFile(path, () => readdir(path, { recursive: true, withFileTypes: true }))
  const files = entries
    .filter((entry) => entry.isFile() || entry.isSymbolicLink())
    .map((entry) => join(entry.parentPath, entry.name))
  const sources = files.filter((file) => contentTypeOfFile(file) !== undefined).sort()
  if (sources.length === 0) throw new Failure(`There is no text in ${path} that can be read.`)
  return {
    sources: withOwnNames(sources.map(sourceOf), path),
    isFolder,
    skipped: files.length - sources.length,
  }
}

/** The bytes of a source, with its media type where the ending tells it; `Problem` where they are more than `bytesMax`. */
export async function readSource(
  { path }: Source,
  bytesMax: number,
): Promise<{ bytes: Uint8Array; contentType: string | undefined; fileName: string | undefined }> {
  if (path === STDIN) return { bytes: await readStdin(bytesMax), contentType: undefined, fileName: undefined }
  if ((await onFile(path, () => stat(path))).size > bytesMax) throw tooLarge(bytesMax)
  const contentType = contentTypeOfFile(path)
  const bytes = await onFile(path, () => readFile(path))
  return { bytes, contentType, fileName: basename(path) }
}

async function readStdin(bytesMax: number): Promise<Uint8Array> {
  const chunks: Buffer[] = []
  let size = 0
  const stdin: AsyncIterable<Buffer> = process.stdin
  for await (const bytes of stdin) {
    size += bytes.length
    if (size > bytesMax) throw tooLarge(bytesMax)
    chunks.push(bytes)
  }
  return Buffer.concat(chunks)
}

/** Files of one name give results of one name, of which only the last would be left. */
function withOwnNames(sources: Source[], folder: string): Source[] {
  const byName = Map.groupBy(sources, ({ name }) => name)
  return sources.map((source) =>
    (byName.get(source.name)?.length ?? 0) > 1
      ? { ...source, name: relative(folder, source.path).replaceAll(sep, '-') }
      : source,
  )
}

function sourceOf(path: string): Source {
  return { path, name: basename(path, extname(path)) }
}

function tooLarge(bytesMax: number): Problem {
  return new Problem(
    'payload_too_large',
    `The text has more than ${bytesMax} bytes; IMPORT_BYTES_MAX says so.`,
  )
}
