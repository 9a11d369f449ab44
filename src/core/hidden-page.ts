import { nextTask } from './sending/next-task.js'

// So that it also ends where a clock is replaced and stands still.
const MOST_TASKS = 1_000

/** Whether this is a page that is hidden, whose timers the browser delays by a second, or by a minute. */
export function isHidden(): boolean {
  const { document } = globalThis as { readonly document?: { readonly visibilityState?: string } }
  return document?.visibilityState === 'hidden'
}

/** Resolves after some milliseconds of tasks, without a timer: what arrives meanwhile is read. */
export async function passTasks(milliseconds: number): Promise<void> {
  const end = Date.now() + milliseconds
  for (let tasks = 0; tasks < MOST_TASKS; tasks++) {
    await nextTask()
    if (Date.now() >= end) return
  }
}
