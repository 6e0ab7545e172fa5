import { createMcpHandler, type McpHttpHandler } from '@modelcontextprotocol/server'
import type { Deps } from '../deps.ts'
import { newMcpServer, SUBSCRIPTIONS_MAX } from './new-server.ts'

/**
 * Answers requests of clients of 2026-07-28, and of 2025 (2025-03-26 to 2025-11-25), each on its own: nothing is kept
 * between them.
 */
export function httpHandler(deps: Deps, onError: (error: unknown) => void): McpHttpHandler {
  return createMcpHandler(() => newMcpServer(deps, onError), { maxSubscriptions: SUBSCRIPTIONS_MAX })
}
