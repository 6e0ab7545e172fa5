import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { SingleBar } from 'cli-progress'
import { Command } from 'commander'
import { z } from 'zod'
import type { Deps } from '../deps.ts'
import { type ImportQuery, ImportQuery as Options, type ImportResult } from '../imports/contract.ts'
import { importText } from '../imports/import-text.ts'
import { seedVocabulary } from '../imports/seed.ts'
import { Problem } from '../problem.ts'
import { describeResult } from './describe-result.ts'
import { withDeps } from './open-deps.ts'
import { onFile } from './on-file.ts'
import { Failure, print, printJson, tell } from './output.ts'
import { listSources, readSource, type Source } from './read-source.ts'
import { ConfigError } from '../config.ts'

const AUTHOR = 'cli'
const BAR = 'importing {bar} {value}/{total}, {eta_formatted} left'

interface Flags {
  dryRun?: true
  publish?: true
  json?: true
  out?: string
  url?: string
  language?: string
}

export function importCommand(): Command {
  return new Command('import')
    .description('make an article of a text')
    .argument('<source>', 'a file, a folder of files, or - for standard input')
    .option('--dry-run', 'read the text and keep nothing')
    .option('--publish', 'show readers the article at once')
    .option('--url <url>', 'where the text was published')
    .option('--language <tag>', 'of the text (BCP 47); recognised if not given')
    .option('--json', 'print the result with its receipt; for a folder, one object a line')
    .option('--out <folder>', 'write each result there, as NAME.json')
    .action((source: string, flags: Flags) => withDeps((deps) => importSources(deps, source, flags)))
}

async function importSources(deps: Deps, path: string, flags: Flags): Promise<void> {
  const query = checkFlags(flags)
  await seedVocabulary(deps)
  const { sources, isFolder, skipped } = await listSources(path)
  const { out } = flags
  if (out !== undefined) await onFile(out, () => mkdir(out, { recursive: true }))
  const bar = new SingleBar({ stream: process.stderr, clearOnComplete: true, format: BAR })
  const showsBar = isFolder && process.stderr.isTTY
  if (showsBar) bar.start(sources.length, 0)
  const reports: (() => void)[] = []
  let failures = 0
  for (const source of sources) {
    const outcome = await attempt(deps, source, query)
    if (outcome instanceof Problem) failures += 1
    else if (out !== undefined) await writeResult(join(out, `${source.name}.json`), outcome)
    const report = () => reportOn(source, outcome, flags, isFolder)
    if (showsBar) {
      // A line would break the bar, so they come after it.
      reports.push(report)
      bar.increment()
    } else report()
  }
  if (showsBar) bar.stop()
  for (const report of reports) report()
  if (skipped > 0) tell(`Passed over, because of other kinds: ${skipped}.`)
  if (failures > 0) throw new Failure(`${failures} of ${sources.length} texts could not be read.`)
}

function checkFlags({ dryRun, publish, url, language }: Flags): ImportQuery {
  const { success, data, error } = Options.safeParse({
    dryRun: String(dryRun ?? false),
    publish: String(publish ?? false),
    url,
    language,
  })
  if (success) return data
  throw new ConfigError(z.prettifyError(error))
}

async function attempt(deps: Deps, source: Source, query: ImportQuery): Promise<ImportResult | Problem> {
  try {
    const { bytes, contentType, fileName } = await readSource(source, deps.config.importBytesMax)
    return await importText(deps, { ...query, bytes, contentType, fileName, author: AUTHOR })
  } catch (error) {
    if (error instanceof Problem) return error
    throw error
  }
}

async function writeResult(file: string, result: ImportResult): Promise<void> {
  await onFile(file, () => writeFile(file, `${JSON.stringify(result, null, 2)}\n`))
}

function reportOn(
  { path }: Source,
  outcome: ImportResult | Problem,
  { json }: Flags,
  isFolder: boolean,
): void {
  if (outcome instanceof Problem) {
    if (!isFolder) throw outcome
    const { code, message: detail } = outcome
    if (json) print(JSON.stringify({ file: path, problem: { code, detail } }))
    else tell(`failed    ${path}: ${detail}`)
  } else if (json && isFolder) print(JSON.stringify({ file: path, ...outcome }))
  else if (json) printJson(outcome)
  else print(describeResult(outcome))
}
