import { ScriptedSocket, type Quirks } from './scripted-socket.js'

/** No misbehaviour at all. */
export const wellBehaved: Quirks = {
  endsInsideClose: false,
  tellsCodeZero: false,
  tellsLittle: false,
  errorsOnly: false,
  closesOnly: false,
  givesBlobs: false,
  leavesAnswer: false,
  sticks: false,
}

/** A class for option `WebSocket`, and the sockets it made. */
export interface ScriptedClass {
  readonly WebSocket: new (url: string, protocols?: string[]) => ScriptedSocket
  readonly made: readonly ScriptedSocket[]
  /** The only socket made. */
  readonly only: () => ScriptedSocket
}

/** Makes a class of scripted sockets that misbehave as configured. */
export function scriptedClass(quirks: Partial<Quirks> = {}): ScriptedClass {
  const made: ScriptedSocket[] = []
  class Scripted extends ScriptedSocket {
    constructor(url: string) {
      super(url, { ...wellBehaved, ...quirks })
      made.push(this)
    }
  }
  return {
    WebSocket: Scripted,
    made,
    only: () => {
      const [socket] = made
      if (socket === undefined || made.length > 1) throw new Error(`${made.length} sockets made`)
      return socket
    },
  }
}
