import { setImmediate as turn } from 'node:timers/promises'

/** Bytes in use after everything that can be collected has been. */
export async function settledHeap(): Promise<number> {
  for (let round = 0; round < 6; round += 1) {
    await turn()
    globalThis.gc?.()
  }
  return process.memoryUsage().heapUsed
}

/** What keeps the process alive, but for its own output. */
export function openResources(): string[] {
  return process.getActiveResourcesInfo().filter((name) => !/^(PipeWrap|TTYWrap|FSReq)/.test(name))
}
