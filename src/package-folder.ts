import { findPackageJSON } from 'node:module'
import { dirname } from 'node:path'

const manifest = findPackageJSON(import.meta.url)
if (manifest === undefined) throw new Error('There is no package.json above the program.')

/** Where `package.json` is, and what is read beside the program: migrations, seed, contract. */
export const packageFolder = dirname(manifest)
