/** What a task cost this process. */
export interface Cost {
  /** The most that the process grew by, in bytes. */
  readonly growth: number
  /** The longest stall of the event loop that this process caused, in milliseconds. */
  readonly stall: number
}

/** Runs a task and returns its highest costs. */
export async function costOf(task: () => Promise<unknown>): Promise<Cost> {
  const before = process.memoryUsage.rss()
  let most = before
  const look = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 5)
  const stall = await stallOf(task)
  clearInterval(look)
  return { growth: Math.max(most, process.memoryUsage.rss()) - before, stall }
}

/**
 * Runs a task and returns the longest time, in milliseconds, that the event loop stood still while this process computed.
 * The wall clock alone would blame it for every other process of a busy machine.
 */
export async function stallOf(task: () => Promise<unknown>): Promise<number> {
  let longest = 0
  let last = now()
  const look = (): void => {
    const at = now()
    longest = Math.max(longest, Math.min(at.wall - last.wall, at.busy - last.busy))
    last = at
  }
  const timer = setInterval(look, 5)
  await task()
  look()
  clearInterval(timer)
  return Math.round(longest)
}

/** The wall clock, and the processor's time that this process has taken, both in milliseconds. */
export function now(): { wall: number; busy: number } {
  const { user, system } = process.cpuUsage()
  return { wall: performance.now(), busy: (user + system) / 1_000 }
}
