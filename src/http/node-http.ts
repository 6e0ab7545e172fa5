/** Of `node:http`, which an import would ask for all that it exports: for `WebSocket` too, and with it comes all of `fetch`. */
export const { createServer, IncomingMessage, ServerResponse } = process.getBuiltinModule('node:http')
