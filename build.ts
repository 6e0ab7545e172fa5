import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build, type BuildOptions, type Metafile } from 'esbuild'
import { z } from 'zod'

const CHUNKS = 'dist/chunks'
const LICENCES = 'dist/THIRD_PARTY_LICENSES.txt'
const Manifest = z.object({ name: z.string(), version: z.string(), license: z.string() })
const common: BuildOptions = {
  outbase: 'src',
  outdir: 'dist',
  bundle: true,
  format: 'esm',
  chunkNames: 'chunks/[name]-[hash]',
  legalComments: 'none',
  logLevel: 'warning',
}

for (const stale of [CHUNKS, 'dist/.compiled']) rmSync(stale, { recursive: true, force: true })
// A start reads a few files, and not the 1,500 of all packages: that takes a third of the time and half of the memory.
// What is imported with `await import` gets a file of its own, which is read when it is needed.
const service = await build({
  ...common,
  entryPoints: ['src/cli/main.ts'],
  splitting: true,
  platform: 'node',
  target: 'node22',
  // They read files that lie beside them.
  external: ['better-sqlite3', '@node-rs/argon2', '@fastify/swagger-ui'],
  // CommonJS packages ask for Node's own modules so.
  banner: {
    js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
  },
  metafile: true,
})
writeFileSync(LICENCES, licencesOf(service.metafile))
// What others import into their own programs.
await build({
  ...common,
  entryPoints: ['src/client/index.ts', 'src/astro/loader.ts', 'src/eleventy/plugin.ts'],
  splitting: true,
  platform: 'neutral',
  target: 'es2024',
  external: ['zod'],
})
// What a page loads by one address.
await build({
  ...common,
  entryPoints: { embed: 'src/embed/embed.ts' },
  platform: 'browser',
  target: 'es2022',
  minify: true,
})

/** The packages that are part of a bundle, each with its licence, which wants to go with it. */
function licencesOf({ inputs }: Metafile): string {
  const folders = new Set(Object.keys(inputs).map(packageOf))
  const notices = [...folders]
    .filter((folder) => folder !== undefined)
    .sort()
    .map((folder) => {
      const manifest: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
      const { name, version, license } = Manifest.parse(manifest)
      const texts = readdirSync(folder)
        .filter((file) => /^(licen[cs]e|copying|notice)/i.test(file))
        .map((file) => readFileSync(join(folder, file), 'utf8').trim())
      return [`${name} ${version} (${license})`, ...texts].join('\n\n')
    })
  return `${notices.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`
}

/** The folder of the package that a file is of; undefined: our own. Some have others inside that have no manifest. */
function packageOf(file: string): string | undefined {
  const names = [...file.matchAll(/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/g)]
  const folders = names.map((name) => file.slice(0, name.index + name[0].length))
  return folders.findLast((folder) => existsSync(join(folder, 'package.json')))
}
