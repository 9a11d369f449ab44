/** A timer that can be cleared. `Infinity` sets none. */
export class Deadline {
  #timer: ReturnType<typeof setTimeout> | undefined

  /** Calls `expired` after so many milliseconds of wall clock. */
  constructor(milliseconds: number, expired: () => void) {
    if (milliseconds !== Infinity) this.#timer = setTimeout(expired, milliseconds)
  }

  clear(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }
}
