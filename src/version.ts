import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { packageFolder } from './package-folder.ts'

const manifest = readFileSync(join(packageFolder, 'package.json'), 'utf8')

/** Version and licence, as the package states them. */
export const { version, license } = z
  .object({ version: z.string(), license: z.string() })
  .parse(JSON.parse(manifest))
