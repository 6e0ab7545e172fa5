import { existsSync } from 'node:fs'
import { mkdir, open, readdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Command } from 'commander'
import type { OnProgress } from '../db/backup.ts'
import { inSnapshot } from '../db/snapshot.ts'
import type { Db } from '../db/store.ts'
import { MANIFEST_FILE } from '../exports/contract.ts'
import { readManifest, writeManifest } from '../exports/manifest.ts'
import { type ExportFile, listPaths, writeFiles } from '../exports/write-files.ts'
import { onFile } from './on-file.ts'
import { withDeps } from './open-deps.ts'
import { Failure, print, printJson } from './output.ts'
import { showProgress } from './show-progress.ts'

export function exportCommand(): Command {
  return new Command('export')
    .description('write the whole content as Markdown files, for `import` to read back')
    .argument('<folder>', 'a new or empty folder, or one with an earlier export')
    .option('--json', 'print {"folder", "files", "removed"}')
    .action((folder: string, { json }: { json?: true }) =>
      withDeps(async ({ store }) => {
        const { files, removed } = await showProgress('exporting', (onProgress) =>
          onFile(folder, () => inSnapshot(store.read, () => exportFolder(store.read, folder, onProgress))),
        )
        if (json) printJson({ folder, files, removed })
        else
          print(
            `${folder} has ${files} files.${removed > 0 ? ` Of the earlier export ${removed} are gone.` : ''}`,
          )
      }),
    )
}

/**
 * Writes the content to a folder, in the place of an earlier export; gives how many files it has, and how many of the
 * earlier one it has no more. What is no file of an export is neither written over nor removed.
 */
export async function exportFolder(
  db: Db,
  folder: string,
  onProgress: OnProgress,
): Promise<{ files: number; removed: number }> {
  await mkdir(folder, { recursive: true })
  const earlier = (await readManifest(folder))?.files
  if (earlier === undefined && (await readdir(folder)).length > 0)
    throw new Failure(`${folder} is not empty, and holds no export of ours. Name another folder.`)
  const old = new Set(earlier)
  const planned = await listPaths(db)
  const stranger = planned.find((path) => !old.has(path) && existsSync(join(folder, path)))
  if (stranger !== undefined)
    throw new Failure(
      `${join(folder, stranger)} is no file of the export, and would be written over. Move it.`,
    )
  // An export that is broken off knows its files, too, and the next one may go on.
  await writeFile(join(folder, MANIFEST_FILE), writeManifest([...old, ...planned]))
  const written = new Set<string>()
  for await (const file of writeFiles(db)) {
    await writeParts(folder, file)
    written.add(file.path)
    onProgress({ done: written.size, all: Math.max(written.size, planned.length / 2) })
  }
  const stale = [...old, ...planned].filter((path) => !written.has(path) && existsSync(join(folder, path)))
  for (const path of new Set(stale)) await rm(join(folder, path))
  await writeFile(join(folder, MANIFEST_FILE), writeManifest(written))
  return { files: written.size + 1, removed: new Set(stale).size }
}

async function writeParts(folder: string, { path, text }: ExportFile): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true })
  const file = await open(join(folder, path), 'w')
  try {
    for await (const part of text) await file.write(part)
  } finally {
    await file.close()
  }
}
