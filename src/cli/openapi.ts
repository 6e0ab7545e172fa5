import { writeFile } from 'node:fs/promises'
import { Command } from 'commander'
import { buildApp } from '../app.ts'
import { readConfig } from '../config.ts'
import { openSqliteStore } from '../db/store.sqlite.ts'
import { world } from '../deps.ts'
import { documentRoutes } from '../http/openapi-document.ts'
import { onFile } from './on-file.ts'
import { print } from './output.ts'

export function openapiCommand(): Command {
  return new Command('openapi')
    .description('print the OpenAPI 3.1 document')
    .option('--out <file>', 'write it there instead')
    .action(async ({ out }: { out?: string }) => {
      const document = JSON.stringify(await describeApi(), null, 2)
      if (out === undefined) print(document)
      else await onFile(out, () => writeFile(out, `${document}\n`))
    })
}

/** The document of a service with default settings, whatever the environment says. */
export async function describeApi(): Promise<unknown> {
  const store = openSqliteStore(':memory:')
  const config = readConfig({ LOG_LEVEL: 'silent' })
  const app = await buildApp({ ...world, store, config }, { beforeRoutes: documentRoutes })
  const document = app.swagger()
  await app.close()
  await store.close()
  return document
}
