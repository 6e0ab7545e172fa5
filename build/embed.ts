import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

/** Bundles what a page loads by one address, as `dist/embed.js`. */
export async function buildEmbed(): Promise<void> {
  await build({
    absWorkingDir: fileURLToPath(new URL('..', import.meta.url)),
    entryPoints: ['src/embed/embed.ts'],
    outfile: 'dist/embed.js',
    bundle: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    minify: true,
    logLevel: 'warning',
  })
}
