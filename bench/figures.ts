/** Numbers in their order, to be asked for more than one quantile. */
export function sorted(values: Iterable<number>): Float64Array {
  return Float64Array.from(values).sort()
}

/** The value that so large a share of the others is not above; NaN of none. */
export function quantileOf(inOrder: Float64Array, share: number): number {
  return inOrder[Math.floor(share * (inOrder.length - 1))] ?? NaN
}

export function medianOf(values: number[]): number {
  return quantileOf(sorted(values), 0.5)
}

/** Lines of a table: the first column to the left, the others to the right. */
export function columns(rows: string[][]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows.map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  )
}
