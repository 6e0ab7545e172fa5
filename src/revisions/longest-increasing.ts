/** Indexes of a longest run of numbers that only grow, in order; what is undefined is passed over. O(n log n). */
export function longestIncreasing(numbers: (number | undefined)[]): number[] {
  /** By length less one: the index at which the best run of that length ends. */
  const ends: number[] = []
  const before: number[] = []
  numbers.forEach((number, index) => {
    if (number === undefined) return
    let low = 0
    for (let high = ends.length; low < high;) {
      const middle = (low + high) >> 1
      if ((numbers[ends[middle] ?? -1] ?? Infinity) < number) low = middle + 1
      else high = middle
    }
    before[index] = ends[low - 1] ?? -1
    ends[low] = index
  })
  const run: number[] = []
  for (let index = ends.at(-1) ?? -1; index >= 0; index = before[index] ?? -1) run.push(index)
  return run.reverse()
}
