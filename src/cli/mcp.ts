import { once } from 'node:events'
import { Command } from 'commander'
import { serveOverStdio } from '../mcp/serve-stdio.ts'
import { withDeps } from './open-deps.ts'
import { tell } from './output.ts'
import { untilToldToStop } from './until-told-to-stop.ts'

export function mcpCommand(): Command {
  return new Command('mcp')
    .description(
      'let an agent search, read and verify what was published: the Model Context Protocol on standard input and output',
    )
    .action(() =>
      withDeps((deps) => {
        // A pipe is closed; a file or /dev/null comes to its end.
        const { stdin } = process
        const ended = Promise.race([once(stdin, 'end'), once(stdin, 'close'), untilToldToStop()])
        // Standard output is the client's.
        const onError = (error: unknown) => tell(`colloquy mcp: ${String(error)}`)
        return serveOverStdio(deps, { ended, onError })
      }),
    )
}
