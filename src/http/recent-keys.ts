/**
 * Tells what was asked for lately from what comes once: says of a key whether it was among the last `max` different ones, or
 * up to as many before them, and counts it as asked for. The doorkeeper of TinyLFU (https://arxiv.org/abs/1512.00727).
 */
export function recentKeys(max: number): (key: string) => boolean {
  let [present, past] = [new Set<string>(), new Set<string>()]
  return (key) => {
    const isRecent = present.has(key) || past.has(key)
    present.add(key)
    if (present.size >= max) [present, past] = [new Set(), present]
    return isRecent
  }
}
