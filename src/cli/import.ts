import { mkdir, writeFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { SingleBar } from 'cli-progress'
import { Command } from 'commander'
import { z } from 'zod'
import type { Deps } from '../deps.ts'
import { type ImportQuery, ImportQuery as Options, type ImportResult } from '../imports/contract.ts'
import { decode } from '../imports/decode.ts'
import { importText } from '../imports/import-text.ts'
import type { Imported } from '../imports/receipt-page/write-page.ts'
import { readManifest } from '../exports/manifest.ts'
import { seedVocabulary } from '../imports/seed.ts'
import { Problem } from '../problem.ts'
import { type FileOutcome, importExport } from './import-export.ts'
import { showProgress } from './show-progress.ts'
import { describeResult } from './describe-result.ts'
import { withDeps } from './open-deps.ts'
import { onFile } from './on-file.ts'
import { Failure, print, printJson, tell } from './output.ts'
import { listSources, readSource, type Source } from './read-source.ts'
import { ConfigError } from '../config.ts'

const AUTHOR = 'cli'
const STDIN = '-'
/** What a receipt calls a text without a file. */
const STDIN_NAME = 'standard input'
const BAR = 'importing {bar} {value}/{total}, {eta_formatted} left'

interface Flags {
  dryRun?: true
  publish?: true
  json?: true
  out?: string
  receipt?: string
  url?: string
  language?: string
}

export function importCommand(): Command {
  return new Command('import')
    .description('make an article of a text')
    .argument('<source>', 'a file, a folder of files or of an export, or - for standard input')
    .option('--dry-run', 'read the text and keep nothing')
    .option('--publish', 'show readers the article at once')
    .option('--url <url>', 'where the text was published')
    .option('--language <tag>', 'of the text (BCP 47); recognised if not given')
    .option('--json', 'print the result with its receipt; for a folder, one object a line')
    .option('--out <folder>', 'write each result there, as NAME.json')
    .option(
      '--receipt <file>',
      'write a page that shows what became of the text; for a folder, NAME.html each',
    )
    .action((source: string, flags: Flags) => withDeps((deps) => importSources(deps, source, flags)))
}

async function importSources(deps: Deps, path: string, flags: Flags): Promise<void> {
  const query = checkFlags(flags)
  if (path !== STDIN && (await readManifest(path))) return importFolderOfOurs(deps, path, flags)
  await seedVocabulary(deps)
  const { sources, isFolder, skipped } = await listSources(path)
  const { out, receipt } = flags
  if (receipt !== undefined) checkApart(path, receipt, isFolder)
  if (out !== undefined) await makeFolder(out)
  if (receipt !== undefined && isFolder) await makeFolder(receipt)
  const bar = new SingleBar({ stream: process.stderr, clearOnComplete: true, format: BAR })
  const showsBar = isFolder && process.stderr.isTTY
  if (showsBar) bar.start(sources.length, 0)
  const reports: (() => void)[] = []
  let failures = 0
  for (const source of sources) {
    const page = receipt !== undefined && isFolder ? join(receipt, `${source.name}.html`) : receipt
    const outcome = await attempt(deps, source, query, page)
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
  if (receipt !== undefined) tell(`${isFolder ? 'The receipts are' : 'The receipt is'} in ${receipt}.`)
  if (skipped > 0) tell(`Passed over, because of other kinds: ${skipped}.`)
  if (failures > 0) throw new Failure(`${failures} of ${sources.length} texts could not be read.`)
}

/** Reads back what `export` wrote: it says itself who is who, and what readers see. */
async function importFolderOfOurs(deps: Deps, path: string, flags: Flags): Promise<void> {
  const { json, ...others } = flags
  if (Object.keys(others).length > 0)
    throw new ConfigError(`${path} is an export, and says all itself: no option but --json goes with it.`)
  const outcomes: Record<string, number> = {}
  await showProgress('importing', (onProgress) =>
    importExport(deps, path, {
      ...{ author: AUTHOR, onProgress },
      report: (outcome) => {
        const what = 'problem' in outcome ? 'failed' : outcome.status
        outcomes[what] = (outcomes[what] ?? 0) + 1
        if (json) print(JSON.stringify(asWire(outcome)))
        else if ('problem' in outcome) tell(`failed    ${outcome.file}: ${outcome.problem.message}`)
      },
    }),
  )
  const total = Object.values(outcomes).reduce((sum, count) => sum + count, 0)
  const said = Object.entries(outcomes).map(([what, count]) => `${count} ${what}`)
  if (!json) print(`${total} articles: ${said.join(', ') || 'none'}.`)
  const { failed = 0 } = outcomes
  if (failed > 0) throw new Failure(`${failed} of ${total} articles could not be imported.`)
}

function asWire(outcome: FileOutcome): object {
  if (!('problem' in outcome)) return outcome
  const { code, message: detail } = outcome.problem
  return { file: outcome.file, problem: { code, detail } }
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

/** A page in the place of a source would destroy it, and one beside the sources be read as one the next time. */
function checkApart(path: string, receipt: string, isFolder: boolean): void {
  const way = relative(path, receipt)
  if (way === '') throw new ConfigError('--receipt names the source itself. Name another place.')
  if (isFolder && way.split(sep)[0] !== '..')
    throw new ConfigError('--receipt names a folder among the sources. Name one outside of theirs.')
}

async function makeFolder(path: string): Promise<void> {
  await onFile(path, () => mkdir(path, { recursive: true }))
}

/** Imports one source; writes its receipt to the file `page`, if there is to be one. */
async function attempt(
  deps: Deps,
  source: Source,
  query: ImportQuery,
  page: string | undefined,
): Promise<ImportResult | Problem> {
  try {
    const { bytes, contentType, fileName } = await readSource(source, deps.config.importBytesMax)
    const result = await importText(deps, { ...query, bytes, contentType, fileName, author: AUTHOR })
    if (page !== undefined) {
      const { text } = decode(bytes, contentType)
      await writeReceipt(page, { text, fileName: fileName ?? STDIN_NAME, result })
    }
    return result
  } catch (error) {
    if (error instanceof Problem) return error
    throw error
  }
}

async function writeResult(file: string, result: ImportResult): Promise<void> {
  await onFile(file, () => writeFile(file, `${JSON.stringify(result, null, 2)}\n`))
}

async function writeReceipt(file: string, imported: Imported): Promise<void> {
  // Few imports want a page: the others start sooner without it.
  const { writeReceiptPage } = await import('../imports/receipt-page/write-page.ts')
  await onFile(file, () => writeFile(file, writeReceiptPage(imported)))
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
