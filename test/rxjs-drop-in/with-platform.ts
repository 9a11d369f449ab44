/** Calls a function while `globalThis.WebSocket` is another class, or missing. */
export function withPlatform(Platform: unknown, call: () => void): void {
  const before = Object.getOwnPropertyDescriptor(globalThis, 'WebSocket')
  if (Platform === undefined) Reflect.deleteProperty(globalThis, 'WebSocket')
  else Object.defineProperty(globalThis, 'WebSocket', { value: Platform, configurable: true })
  try {
    call()
  } finally {
    if (before) Object.defineProperty(globalThis, 'WebSocket', before)
    else Reflect.deleteProperty(globalThis, 'WebSocket')
  }
}
