import { Command } from 'commander'
import { readConfig } from '../config.ts'
import { restoreSqlite } from '../db/restore.ts'
import { onFile } from './on-file.ts'
import { print, printJson } from './output.ts'
import { showProgress } from './show-progress.ts'

export function restoreCommand(): Command {
  return new Command('restore')
    .description('put a backup in the place of the database, and keep the old one beside it')
    .argument('<file>', 'what `backup` wrote')
    .option('--force', 'write over an old one that is kept already; go on where the database is damaged')
    .option('--json', 'print {"database", "kept"}')
    .action(async (file: string, { force, json }: { force?: true; json?: true }) => {
      const { databasePath } = readConfig()
      const kept = await showProgress('restoring', (onProgress) =>
        onFile(file, () => restoreSqlite(file, databasePath, { force: force ?? false, onProgress })),
      )
      if (json) printJson({ database: databasePath, kept })
      else print(`${databasePath} is as in ${file}.${kept === null ? '' : ` What was there is in ${kept}.`}`)
    })
}
