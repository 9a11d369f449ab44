import { setTimeout as sleep } from 'node:timers/promises'

/** The memory of this process after everything that can be collected was. */
export async function settled() {
  for (let pass = 0; pass < 4; pass++) {
    globalThis.gc()
    await sleep(50)
  }
  return process.memoryUsage()
}
