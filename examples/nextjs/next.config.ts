import type { NextConfig } from 'next'
import { join } from 'node:path'

export default {
  cacheComponents: true,
  partialPrefetching: true,
  // Here `colloquy` is a link to the repository around this folder, and Turbopack follows links inside of its root
  // alone. Where the package comes from npm, leave this out.
  turbopack: { root: join(import.meta.dirname, '../..') },
} satisfies NextConfig
