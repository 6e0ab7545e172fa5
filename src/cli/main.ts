#!/usr/bin/env -S node --max-semi-space-size=4 --heap-growing-percent=20
import { fileURLToPath } from 'node:url'

// Checked before anything is loaded: the database driver crashes on an older Node.
const NODE_MIN = [22, 18] as const
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < NODE_MIN[0] || (major === NODE_MIN[0] && minor < NODE_MIN[1])) {
  process.stderr.write(
    `Colloquy needs Node ${NODE_MIN.join('.')} or later, and this is ${process.version}. ` +
      'In its repository `npm start` and `npm run -s colloquy` bring their own. ' +
      'Where it is installed as a package, `npm install node@24` brings one that `npx colloquy` uses.\n',
  )
  process.exit(1)
}
// A reader that has seen enough (`| head`) is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit(0)
})
// An older Node does not have it. The folder is not one that anybody may write to; where we may not either, nothing is kept.
const { enableCompileCache } = await import('node:module')
enableCompileCache(fileURLToPath(new URL('../../dist/.compiled', import.meta.url)))
const { runProgram } = await import('./program.ts')
process.exitCode = await runProgram(process.argv)
