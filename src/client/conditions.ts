/** The state that a change is meant for: `etag` of the resource, as an editor last read it. */
export interface Match {
  ifMatch: string
}
export interface Once {
  /** The same key with the same body gets the first answer again. */
  idempotencyKey?: string | undefined
}

/** The headers by which the service knows a condition. */
export function headersOf({ ifMatch, idempotencyKey }: Partial<Match & Once> = {}): Record<string, string> {
  return {
    ...(ifMatch !== undefined && { 'if-match': ifMatch }),
    ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
  }
}
