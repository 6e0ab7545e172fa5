/** Pauses before the second attempt, the third, …, in units of the base: those of Standard Webhooks, 5 s to 24 h. */
export const PAUSES = [1, 60, 360, 1_440, 3_600, 7_200, 10_080, 14_400, 17_280] as const
/** The first attempt comes at once. */
export const ATTEMPTS_MAX = PAUSES.length + 1
/** A pause is longer than the schedule has it by up to this part of it, so that not all come back at once. */
export const JITTER = 0.1
/** No receiver may put a delivery off by more. */
export const RETRY_AFTER_MS_MAX = 24 * 60 * 60 * 1000

/**
 * How long to wait after the attempt of this number, the first being 1, has failed; null after the last one. `random`
 * is from 0 to 1. What the receiver asked for in `Retry-After` is waited for at least.
 */
export function pauseAfter(
  attempt: number,
  { baseMs, random, retryAfterMs = 0 }: { baseMs: number; random: number; retryAfterMs?: number | undefined },
): number | null {
  const units = PAUSES[attempt - 1]
  if (units === undefined) return null
  const scheduledMs = Math.round(units * baseMs * (1 + JITTER * random))
  return Math.max(scheduledMs, Math.min(retryAfterMs, RETRY_AFTER_MS_MAX))
}

/** What `Retry-After` asks for, in seconds or as an HTTP date; undefined where it is neither. */
export function readRetryAfter(value: string | undefined, now: Date): number | undefined {
  const text = value?.trim() ?? ''
  if (/^\d+$/.test(text)) return Number(text) * 1000
  if (!/^[A-Z][a-z]{2}.* GMT$/.test(text)) return undefined
  const untilMs = Date.parse(text)
  return Number.isNaN(untilMs) ? undefined : Math.max(0, untilMs - now.getTime())
}

/** A number from 0 up to 1 out of random bits. */
export function fractionOf(secret: string): number {
  return Buffer.from(secret, 'base64url').readUInt32BE(0) / 2 ** 32
}
