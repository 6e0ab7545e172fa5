import { existsSync } from 'node:fs'
import { Command } from 'commander'
import { readConfig } from '../config.ts'
import { backupSqlite } from '../db/backup.ts'
import { onFile } from './on-file.ts'
import { Failure, print, printJson } from './output.ts'
import { showProgress } from './show-progress.ts'

export function backupCommand(): Command {
  return new Command('backup')
    .description('write the whole database to a file; the service may go on')
    .argument('<file>', 'the file to write')
    .option('--force', 'write over a file that is there')
    .option('--json', 'print {"file", "bytes"}')
    .action(async (file: string, { force, json }: { force?: true; json?: true }) => {
      if (existsSync(file) && !force)
        throw new Failure(`${file} is there already. Name another, or give --force to write over it.`)
      const { databasePath } = readConfig()
      const bytes = await showProgress('writing', (onProgress) =>
        onFile(file, () => backupSqlite(databasePath, file, onProgress)),
      )
      if (json) printJson({ file, bytes })
      else print(`${databasePath} is in ${file} (${bytes} bytes, checked).`)
    })
}
