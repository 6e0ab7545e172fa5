import { randomUUID } from 'node:crypto'
import type { Socket } from 'node:net'
import { Problem, type ProblemCode, problems } from '../problem.ts'
import { PROBLEM_TYPE, toDocument } from './errors.ts'

// Node's codes for bytes that are no HTTP request (https://nodejs.org/api/http.html#event-clienterror).
const CODES: Record<string, [ProblemCode, string]> = {
  HPE_HEADER_OVERFLOW: ['headers_too_large', 'Address and headers together are too long.'],
  ERR_HTTP_REQUEST_TIMEOUT: ['timeout', 'The request did not arrive in time.'],
}

const UNREADABLE: [ProblemCode, string] = ['invalid_request', 'This is no HTTP request.']

/** Answers what never became a request with a problem, too, and closes the connection. */
export function endBrokenRequest(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const [code, detail] = CODES[error.code ?? ''] ?? UNREADABLE
  const problem = new Problem(code, detail)
  const body = JSON.stringify(toDocument(problem, '', randomUUID()))
  const { status, title } = problems[problem.code]
  socket.end(
    `HTTP/1.1 ${status} ${title}\r\nContent-Type: ${PROBLEM_TYPE}\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  )
}
