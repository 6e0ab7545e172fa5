import { Command } from 'commander'
import type { OnProgress } from '../db/backup.ts'
import { examine, type Finding } from '../db/examine.ts'
import type { Deps } from '../deps.ts'
import { examineProjection } from '../publishing/examine-projection.ts'
import { withDeps } from './open-deps.ts'
import { Failure, print, printJson } from './output.ts'
import { showProgress } from './show-progress.ts'

export function doctorCommand(): Command {
  return new Command('doctor')
    .description('check settings and database; exit code 1 where something is wrong')
    .option('--json', 'print the findings as JSON')
    .action(({ json }: { json?: true }) =>
      withDeps(async (deps) => {
        const findings = await showProgress('checking', (onProgress) => examineWhole(deps, onProgress))
        if (json) printJson(findings)
        else
          for (const { check, fault } of findings)
            print(fault === null ? `ok    ${check}` : `WRONG ${check}: ${fault}`)
        const wrong = findings.filter(({ fault }) => fault !== null).length
        if (wrong > 0) throw new Failure(`${wrong} of ${findings.length} checks failed. Restore a backup.`)
      }),
    )
}

/** Everything that is checked: the database by itself, then what readers see against what was published. */
export async function examineWhole(deps: Deps, onProgress: OnProgress = () => undefined): Promise<Finding[]> {
  const { store } = deps
  return [...(await examine(store)), ...(await examineProjection(store, deps, onProgress))]
}
