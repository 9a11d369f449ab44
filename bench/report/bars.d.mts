/** A figure that the library has to reach. */
export interface Bar {
  readonly scenario: string
  readonly case: string
  readonly contestant: string
  readonly metric: string
  readonly comparison: string
  readonly limit: number
}

export const bars: readonly Bar[]

/** The cells that identify a bar: its case, contestant and figure. */
export function barKey(bar: Bar): readonly string[]

/** The limit of a bar in words, as `≥ 1.00`. */
export function barLimit(bar: Bar): string
