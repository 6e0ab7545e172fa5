/** A number from 0 to 1, the next one at each call. */
export type Random = () => number

/** Numbers that are the same at each run for the same seed (mulberry32). */
export function randomFrom(seed: number): Random {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** A whole number from `least` to `most`, both included. */
export function integerOf(random: Random, least: number, most: number): number {
  return least + Math.floor(random() * (most - least + 1))
}

/** Ranks from 0 on, of which each is drawn the less often the higher it is. */
export interface Ranks {
  draw: (random: Random) => number
  /** How likely one draw gives this rank. */
  shareOf: (rank: number) => number
}

/** The law of Zipf and Mandelbrot: rank r is drawn in proportion to 1 / (r + 1 + `shift`) ^ `exponent`. */
export function zipf(count: number, { exponent = 1, shift = 0 } = {}): Ranks {
  const upTo = new Float64Array(count)
  let sum = 0
  for (let rank = 0; rank < count; rank += 1) {
    sum += (rank + 1 + shift) ** -exponent
    upTo[rank] = sum
  }
  return {
    draw: (random) => {
      const wanted = random() * sum
      let [low, high] = [0, count - 1]
      while (low < high) {
        const middle = (low + high) >> 1
        if ((upTo[middle] ?? sum) > wanted) high = middle
        else low = middle + 1
      }
      return low
    },
    shareOf: (rank) => (rank + 1 + shift) ** -exponent / sum,
  }
}

/** The same items in another order, the same at each run. */
export function shuffled<T>(items: T[], random: Random): T[] {
  return items
    .map((item) => ({ item, at: random() }))
    .sort((one, other) => one.at - other.at)
    .map(({ item }) => item)
}
