#!/usr/bin/env node
// Checked before anything is loaded: the database driver crashes on an older Node.
const NODE_MIN = [22, 18] as const
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < NODE_MIN[0] || (major === NODE_MIN[0] && minor < NODE_MIN[1])) {
  process.stderr.write(
    `Colloquy needs Node ${NODE_MIN.join('.')} or later, and this is ${process.version}. ` +
      'Start it with `npm start` or `npm run -s colloquy`, which bring their own.\n',
  )
  process.exit(1)
}
// A reader that has seen enough (`| head`) is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit(0)
})
await import('./fast-resolve.ts')
const { runProgram } = await import('./program.ts')
process.exitCode = await runProgram(process.argv)
