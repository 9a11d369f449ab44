/** What `setTimeout` gives. */
export type Timer = ReturnType<typeof setTimeout>

/** The longest delay of a timer: Node and browsers keep it in 31 bits, and fire at once where it does not fit. */
export const LONGEST_TIMER: number = 2 ** 31 - 1

/**
 * Calls `expired` with the values given after so many milliseconds of wall clock, unless cleared by `clearTimeout`. What is
 * too long for a timer is for ever.
 */
export function startDeadline<Values extends readonly unknown[]>(
  milliseconds: number,
  expired: (...values: Values) => void,
  ...values: Values
): Timer | undefined {
  return milliseconds > LONGEST_TIMER ? undefined : setTimeout(expired, milliseconds, ...values)
}
