import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Problem } from '../problem.ts'
import { FOLDER_VERSION, Manifest, MANIFEST_FILE } from './contract.ts'

/** What a folder says that it is; undefined where it is no export. `Problem` where a newer version wrote it, or it is broken. */
export async function readManifest(folder: string): Promise<Manifest | undefined> {
  let text: string
  try {
    text = await readFile(join(folder, MANIFEST_FILE), 'utf8')
  } catch {
    return undefined
  }
  const { success, data } = Manifest.safeParse(parseJson(text))
  if (!success) throw new Problem('unreadable_text', `${MANIFEST_FILE} in ${folder} is broken. Export anew.`)
  if (data.colloquy > FOLDER_VERSION)
    throw new Problem(
      'unreadable_text',
      `${folder} was exported by a newer version of Colloquy. Use that version.`,
    )
  return data
}

/** The text of the manifest of an export that has these files. */
export function writeManifest(files: Iterable<string>): string {
  const manifest: Manifest = { colloquy: FOLDER_VERSION, type: 'export', files: [...new Set(files)].sort() }
  return `${JSON.stringify(manifest, null, 2)}\n`
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
