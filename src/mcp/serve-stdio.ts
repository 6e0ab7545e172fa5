import { serveStdio } from '@modelcontextprotocol/server/stdio'
import type { Deps } from '../deps.ts'
import { newMcpServer, SUBSCRIPTIONS_MAX } from './new-server.ts'

/** Serves one client over standard input and output until `ended` resolves; says nothing else there. */
export async function serveOverStdio(
  deps: Deps,
  { ended, onError }: { ended: Promise<unknown>; onError: (error: unknown) => void },
): Promise<void> {
  const serving = serveStdio(() => newMcpServer(deps, onError), {
    maxSubscriptions: SUBSCRIPTIONS_MAX,
    onerror: onError,
  })
  await ended
  await serving.close()
}
