/** Calls a function in a microtask. Fake timers replace `queueMicrotask`, but no promise. The function must not throw. */
export function inMicrotask(callback: () => void): void {
  void Promise.resolve().then(callback)
}
