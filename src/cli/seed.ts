import { Command } from 'commander'
import { seed } from '../imports/seed.ts'
import { withDeps } from './open-deps.ts'
import { print } from './output.ts'
import { describeResult } from './describe-result.ts'

export function seedCommand(): Command {
  return new Command('seed')
    .description('import and publish the texts of seed/, and its vocabulary; nothing is imported twice')
    .action(() =>
      withDeps(async (deps) => {
        for (const result of await seed(deps)) print(describeResult(result))
      }),
    )
}
