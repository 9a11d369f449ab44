type Timers = Pick<
  typeof globalThis,
  'setTimeout' | 'clearTimeout' | 'setInterval' | 'clearInterval'
>

/** Keeps account of the timers that are set from now on. */
export function watchTimers(): { ofChannels(): number[]; stop(): void } {
  const { setTimeout, clearTimeout, setInterval, clearInterval } = globalThis
  const platform: Timers = { setTimeout, clearTimeout, setInterval, clearInterval }
  const delays = new Map<unknown, number>()
  const keep = (set: typeof setTimeout | typeof setInterval) =>
    ((handler: () => void, delay = 0, ...given: unknown[]) => {
      const once = set === setTimeout
      const timer = set(() => {
        if (once) delays.delete(timer)
        Reflect.apply(handler, undefined, given)
      }, delay)
      if (isOfLibrary()) delays.set(timer, delay)
      return timer
    }) as never
  const forget = (clear: typeof clearTimeout) =>
    ((timer: Parameters<typeof clearTimeout>[0]) => {
      delays.delete(timer)
      clear(timer)
    }) as never
  Object.assign(globalThis, {
    setTimeout: keep(setTimeout),
    setInterval: keep(setInterval),
    clearTimeout: forget(clearTimeout),
    clearInterval: forget(clearInterval),
  })
  return {
    ofChannels: () => [...delays.values()],
    stop: () => void Object.assign(globalThis, platform),
  }
}

// The cases, the test runner and `fetch` set timers too.
function isOfLibrary(): boolean {
  return /\/src\/(core|adapters)\/|web-socket-channel\/dist\//.test(new Error().stack ?? '')
}
