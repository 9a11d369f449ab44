/** Returns what a function returns that is called while `globalThis.WebSocket` is another class, or missing. */
export function withPlatform<T>(Platform: unknown, call: () => T): T {
  const before = Object.getOwnPropertyDescriptor(globalThis, 'WebSocket')
  if (Platform === undefined) Reflect.deleteProperty(globalThis, 'WebSocket')
  else Object.defineProperty(globalThis, 'WebSocket', { value: Platform, configurable: true })
  try {
    return call()
  } finally {
    if (before) Object.defineProperty(globalThis, 'WebSocket', before)
    else Reflect.deleteProperty(globalThis, 'WebSocket')
  }
}
