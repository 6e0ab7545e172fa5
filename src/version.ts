import { readFileSync } from 'node:fs'
import { z } from 'zod'

const manifest = readFileSync(new URL('../package.json', import.meta.url), 'utf8')

/** Version and licence, as the package states them. */
export const { version, license } = z
  .object({ version: z.string(), license: z.string() })
  .parse(JSON.parse(manifest))
