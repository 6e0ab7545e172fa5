import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Metafile } from 'esbuild'
import { z } from 'zod'

const Author = z.union([z.string(), z.object({ name: z.string() }).transform(({ name }) => name)])
const Manifest = z.object({
  name: z.string(),
  version: z.string(),
  license: z.string(),
  author: Author.optional(),
})

/** The packages that are part of a bundle, each with its licence, which wants to go with it. */
export function licencesOf({ inputs }: Metafile): string {
  const folders = new Set(Object.keys(inputs).map(packageOf))
  const notices = [...folders]
    .filter((folder) => folder !== undefined)
    .sort()
    .map((folder) => {
      const manifest: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
      const { name, version, license, author } = Manifest.parse(manifest)
      const texts = readdirSync(folder)
        .filter((file) => /^(licen[cs]e|copying|notice)/i.test(file))
        .map((file) => readFileSync(join(folder, file), 'utf8').trim())
      // Some name their licence and do not bring its text, which stands with others.
      if (texts.length === 0 && author !== undefined) texts.push(`Copyright ${author}`)
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
