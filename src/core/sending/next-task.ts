/**
 * Resolves in a later task, after timers and the network had their turn. A message is used because pages that are hidden
 * delay timers by up to a minute, and fake timers stop them.
 */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    // React Native and jsdom have no MessageChannel.
    if (typeof MessageChannel === 'undefined') {
      setTimeout(resolve)
      return
    }
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      // An open port keeps a Node process alive.
      port1.close()
      resolve()
    }
    port2.postMessage(0)
  })
}
