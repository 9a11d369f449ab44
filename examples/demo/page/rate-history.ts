const SECONDS = 60

export type Direction = 'sent' | 'received'

/** How many frames went each way in each second of the last minute. */
export class RateHistory {
  readonly #counts: Readonly<Record<Direction, number[]>> = {
    sent: zeros(SECONDS + 1),
    received: zeros(SECONDS + 1),
  }

  // The last element of the counts belongs to this second.
  #second = 0

  /** Counts frames in the second `now`, which never goes back. */
  count(direction: Direction, frames: number, now: number): void {
    this.#advance(now)
    const counts = this.#counts[direction]
    counts[SECONDS] = (counts[SECONDS] ?? 0) + frames
  }

  /** Returns the counts of the 60 seconds before the second `now`, the oldest first. */
  lastMinute(direction: Direction, now: number): readonly number[] {
    this.#advance(now)
    return this.#counts[direction].slice(0, SECONDS)
  }

  #advance(now: number): void {
    const passed = Math.min(now - this.#second, SECONDS + 1)
    this.#second = now
    for (const counts of Object.values(this.#counts)) {
      counts.splice(0, passed)
      counts.push(...zeros(passed))
    }
  }
}

function zeros(length: number): number[] {
  return Array.from({ length }, () => 0)
}
