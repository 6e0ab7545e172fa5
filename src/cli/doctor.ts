import { Command } from 'commander'
import { examine } from '../db/examine.ts'
import { withDeps } from './open-deps.ts'
import { Failure, print, printJson } from './output.ts'

export function doctorCommand(): Command {
  return new Command('doctor')
    .description('check settings and database; exit code 1 where something is wrong')
    .option('--json', 'print the findings as JSON')
    .action(({ json }: { json?: true }) =>
      withDeps(async ({ store }) => {
        const findings = await examine(store.read)
        if (json) printJson(findings)
        else
          for (const { check, fault } of findings)
            print(fault === null ? `ok    ${check}` : `WRONG ${check}: ${fault}`)
        const wrong = findings.filter(({ fault }) => fault !== null).length
        if (wrong > 0) throw new Failure(`${wrong} of ${findings.length} checks failed. Restore a backup.`)
      }),
    )
}
