import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const resolveDir = fileURLToPath(new URL('.', import.meta.url))

/** What a site's build makes of a module that may import what lies here: one script, as small as it gets. */
export async function bundle(contents: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir, loader: 'ts' },
    ...{ bundle: true, minify: true, write: false, format: 'esm', platform: 'neutral', target: 'es2024' },
  })
  return outputFiles[0]?.text ?? ''
}
