import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { App } from '../http/server.ts'
import { show } from '../http/show.ts'
import { packageFolder } from '../package-folder.ts'
import { Problem } from '../problem.ts'

/** Written by the build. */
const SCRIPT = join(packageFolder, 'dist', 'embed.js')
/** A page asks for it before it shows anything, and it changes with releases alone. */
const CACHE_CONTROL = 'public, max-age=3600, stale-while-revalidate=86400'

const schema = { hide: true, querystring: z.strictObject({}) }

interface Script {
  text: string
  modifiedMs: number
}

/** `/embed.js`, the elements that other sites' pages show answers by. It shows nothing itself, so that whoever may have it. */
export function embedRoutes(app: App): void {
  let script: Promise<Script> | undefined
  app.get('/embed.js', { schema }, async (_request, reply) => {
    script ??= readScript().catch((cause: unknown) => {
      script = undefined
      throw new Problem('not_found', '/embed.js is not built yet. Run `npm run build`.', { cause })
    })
    const { text, modifiedMs } = await script
    show(reply, { tags: ['embed'], modifiedMs, cacheControl: CACHE_CONTROL })
    return reply.type('text/javascript; charset=utf-8').send(text)
  })
}

async function readScript(): Promise<Script> {
  const [text, { mtimeMs }] = await Promise.all([readFile(SCRIPT, 'utf8'), stat(SCRIPT)])
  return { text, modifiedMs: mtimeMs }
}
