#!/usr/bin/env node
// Checked before anything is loaded: the database driver crashes on an older Node.
const NODE_MAJOR_MIN = 22
const major = Number(process.versions.node.split('.')[0])
if (major < NODE_MAJOR_MIN) {
  process.stderr.write(
    `Colloquy needs Node ${NODE_MAJOR_MIN} or later, and this is ${process.version}. ` +
      'Start it with `npm start` or `npm run -s colloquy`, which bring their own.\n',
  )
  process.exit(1)
}
const { runProgram } = await import('./program.ts')
process.exitCode = await runProgram(process.argv)
