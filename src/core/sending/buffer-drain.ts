const LONGEST_PAUSE = 32

/**
 * Waits until a condition on buffered bytes holds. No platform but Node has an event for that, so it checks again and
 * again: every millisecond while conditions are met, then after longer and longer pauses.
 */
export class BufferDrain {
  #pause = 1
  #nextCheck: Promise<void> | undefined
  #check: (() => void) | undefined

  /** Resolves when the condition holds. */
  async until(isReached: () => boolean): Promise<void> {
    while (!isReached()) await (this.#nextCheck ??= this.#schedule())
    this.#pause = 1
  }

  /** Checks all conditions now, for example at the end of the channel. */
  check(): void {
    this.#check?.()
  }

  #schedule(): Promise<void> {
    return new Promise((resolve) => {
      const check = (): void => {
        clearTimeout(timer)
        this.#nextCheck = undefined
        resolve()
      }
      const timer = setTimeout(check, this.#pause)
      this.#check = check
      this.#pause = Math.min(this.#pause * 2, LONGEST_PAUSE)
    })
  }
}
