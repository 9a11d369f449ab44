// Milliseconds, and the factor from one attempt to the next.
const SHORTEST = 20_000
const FACTOR = 1.5
const LONGEST = 75_000

/**
 * Returns the milliseconds that an attempt should give to `connect`. Firefox delays a connection to a server that failed by up to
 * 60 seconds: if every timeout were shorter than that, no connection would open any more.
 */
export function connectTimeoutOf(attempt: number): number {
  return Math.min(SHORTEST * FACTOR ** (attempt - 1), LONGEST)
}
