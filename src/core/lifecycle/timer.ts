/** The result of `setTimeout`. */
export type Timer = ReturnType<typeof setTimeout>

/** The longest delay of a timer, in milliseconds: Node and browsers store it in 31 bits, and fire at once beyond that. */
export const LONGEST_TIMER = 2_147_483_647

/**
 * Calls `expired` with the given values after a wall-clock time, unless `clearTimeout` is called first.
 *
 * @param milliseconds 0 to `Infinity`. Above {@link LONGEST_TIMER} it never fires, and the result is `undefined`.
 */
export function startTimer<Values extends readonly unknown[]>(
  milliseconds: number,
  expired: (...values: Values) => void,
  ...values: Values
): Timer | undefined {
  return milliseconds > LONGEST_TIMER ? undefined : setTimeout(expired, milliseconds, ...values)
}
