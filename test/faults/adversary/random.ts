/** A source of numbers that a seed decides, so that every run can be had again. */
export interface Random {
  /** A whole number from 0 up to, not including, the limit. */
  below(limit: number): number
  /** One of the values. */
  pick<T>(values: readonly [T, ...T[]]): T
  /** That many bytes. */
  bytes(count: number): Buffer<ArrayBuffer>
}

/** Mulberry32: small, and good enough to choose faults. */
export function seeded(seed: number): Random {
  let state = seed >>> 0
  const below = (limit: number): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) * limit)
  }
  return {
    below,
    pick: (values) => values[below(values.length)] ?? values[0],
    bytes: (count) => Buffer.from(Array.from({ length: count }, () => below(256))),
  }
}

/** The seed of this run: `SEED` of the environment, else the fixed one of CI. */
export function seedOfRun(): number {
  return Number(process.env['SEED'] ?? 20_251_122)
}
