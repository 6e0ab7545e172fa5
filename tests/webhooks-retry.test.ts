import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  ATTEMPTS_MAX,
  JITTER,
  pauseAfter,
  PAUSES,
  readRetryAfter,
  RETRY_AFTER_MS_MAX,
} from '../src/webhooks/retry.ts'

const HOUR_MS = 60 * 60 * 1000
const now = new Date('2026-11-24T10:00:00.000Z')
const attempt = fc.integer({ min: 1, max: ATTEMPTS_MAX - 1 })
const random = fc.double({ min: 0, max: 1, noNaN: true })
const baseMs = fc.integer({ min: 1, max: 60_000 })

test('with the base of 5 s the schedule is that of Standard Webhooks', () => {
  const schedule = PAUSES.map((_units, index) => pauseAfter(index + 1, { baseMs: 5_000, random: 0 }))
  expect(schedule).toEqual([
    5_000,
    5 * 60_000,
    30 * 60_000,
    2 * HOUR_MS,
    5 * HOUR_MS,
    10 * HOUR_MS,
    14 * HOUR_MS,
    20 * HOUR_MS,
    24 * HOUR_MS,
  ])
})

test('after the last attempt there is none, whatever the receiver asks for', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: ATTEMPTS_MAX, max: 1_000 }),
      random,
      fc.nat(),
      (last, chance, retryAfterMs) => {
        expect(pauseAfter(last, { baseMs: 5_000, random: chance, retryAfterMs })).toBeNull()
      },
    ),
  )
})

test('a pause is never shorter than scheduled, nor longer than the jitter allows', () => {
  fc.assert(
    fc.property(attempt, random, baseMs, (number, chance, base) => {
      const scheduledMs = (PAUSES[number - 1] ?? 0) * base
      const pauseMs = pauseAfter(number, { baseMs: base, random: chance }) ?? 0
      expect(pauseMs).toBeGreaterThanOrEqual(scheduledMs)
      expect(pauseMs).toBeLessThanOrEqual(Math.ceil(scheduledMs * (1 + JITTER)))
    }),
  )
})

test('a later pause is longer, whatever chance has to say', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: ATTEMPTS_MAX - 2 }), random, random, (number, one, other) => {
      const [earlier, later] = [
        pauseAfter(number, { baseMs: 5_000, random: one }),
        pauseAfter(number + 1, { baseMs: 5_000, random: other }),
      ]
      expect(later).toBeGreaterThan(earlier ?? 0)
    }),
  )
})

test('what the receiver asks for is waited for at least, up to a day', () => {
  fc.assert(
    fc.property(attempt, random, baseMs, fc.nat(), (number, chance, base, retryAfterMs) => {
      const without = pauseAfter(number, { baseMs: base, random: chance }) ?? 0
      const pauseMs = pauseAfter(number, { baseMs: base, random: chance, retryAfterMs })
      expect(pauseMs).toBe(Math.max(without, Math.min(retryAfterMs, RETRY_AFTER_MS_MAX)))
    }),
  )
})

test.each([
  ['120', 120_000],
  [' 0 ', 0],
  ['Tue, 24 Nov 2026 10:02:00 GMT', 120_000],
  ['Tuesday, 24-Nov-26 10:02:00 GMT', 120_000],
  ['Tue, 24 Nov 2026 09:00:00 GMT', 0],
  [undefined, undefined],
  ['', undefined],
  ['-5', undefined],
  ['1.5', undefined],
  ['soon', undefined],
  ['2026-11-24T10:02:00Z', undefined],
  ['Someday GMT', undefined],
])('Retry-After: %s is %s ms', (value, expected) => {
  expect(readRetryAfter(value, now)).toBe(expected)
})
