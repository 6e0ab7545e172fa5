import { Command } from 'commander'
import { withDeps } from './open-deps.ts'
import { print } from './output.ts'

export function migrateCommand(): Command {
  return new Command('migrate')
    .description('make the database, or bring its tables to this version')
    .action(() =>
      withDeps(({ config }) => {
        print(`${config.databasePath} is up to date.`)
        return Promise.resolve()
      }),
    )
}
