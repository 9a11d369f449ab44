/** Makes a class of sockets that keeps those it made. */
export function countingWebSocket(): typeof WebSocket & { readonly made: readonly WebSocket[] } {
  const made: WebSocket[] = []
  return class extends WebSocket {
    static readonly made = made

    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols)
      made.push(this)
    }
  }
}
