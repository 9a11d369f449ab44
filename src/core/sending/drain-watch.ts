const LONGEST_PAUSE = 32

/** Waits for conditions on buffered bytes. */
export interface DrainWatch {
  /** Resolves when the condition holds. */
  until(isReached: () => boolean): Promise<void>
  /** Looks now: a condition may have come true at once. */
  look(): void
}

/**
 * Tells when a condition on buffered bytes has come true. No platform but Node has an event for it, so while somebody
 * waits it looks again and again: every millisecond while conditions come true, ever more seldom while none does.
 */
export function drainWatch(): DrainWatch {
  let pause = 1
  let nextLook: Promise<void> | undefined
  let look: (() => void) | undefined

  const schedule = (): Promise<void> =>
    new Promise((resolve) => {
      look = () => {
        clearTimeout(timer)
        nextLook = undefined
        resolve()
      }
      const timer = setTimeout(look, pause)
      pause = Math.min(pause * 2, LONGEST_PAUSE)
    })

  return {
    async until(isReached) {
      while (!isReached()) await (nextLook ??= schedule())
      pause = 1
    },
    look() {
      look?.()
    },
  }
}
