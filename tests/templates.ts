import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildEmbed } from '../build/embed.ts'
import { type Config, readConfig } from '../src/config.ts'
import { openSqliteStore } from '../src/db/store.sqlite.ts'
import type { Store } from '../src/db/store.ts'
import { world } from '../src/deps.ts'
import { seed, seedVocabulary } from '../src/imports/seed.ts'

// A real file all the same; but a test need not wait for a disk.
export const temporary = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()

export type Template = 'vocabulary' | 'seeded'

/** Where a run's filled databases are. */
const FOLDER = 'COLLOQUY_TEMPLATES'

export function pathOfTemplate(template: Template): string {
  return join(process.env[FOLDER] ?? '', `${template}.db`)
}

/** Runs once before all tests: builds what pages load, and fills databases by the service's own code, to be copied for each test. */
export default async function fillTemplates(): Promise<() => void> {
  const folder = mkdtempSync(join(temporary, 'colloquy-templates-'))
  process.env[FOLDER] = folder
  await buildEmbed()
  for (const [template, fill] of [
    ['vocabulary', seedVocabulary],
    ['seeded', seed],
  ] as const) {
    const { config, store } = openDatabase(pathOfTemplate(template))
    await fill({ ...world, config, store })
    await store.close()
  }
  return () => {
    rmSync(folder, { recursive: true })
  }
}

/** A database with the settings of tests; `settings` are as in the environment. */
export function openDatabase(
  path: string,
  settings: Record<string, string> = {},
): { config: Config; store: Store } {
  const config = readConfig({
    LOG_LEVEL: 'silent',
    // However busy the machine is; tests of that set it.
    EVENT_LOOP_DELAY_MAX_MS: '0',
    SITE_URL: 'https://site.example',
    DATABASE_URL: `file:${path}`,
    ...settings,
  })
  return { config, store: openSqliteStore(config.databasePath) }
}
