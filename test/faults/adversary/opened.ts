import { BrowserWebSocketChannel } from '../../../src/browser.js'
import type { ConnectOptions } from '../../../src/core/arguments/options.js'
import { scriptedClass } from '../model/scripted-class.js'
import type { ScriptedSocket } from '../model/scripted-socket.js'

/** An open channel and the scripted socket below it. */
export interface Opened {
  readonly channel: BrowserWebSocketChannel
  readonly socket: ScriptedSocket
}

/** Makes a channel on a scripted socket that does everything right, and opens it. */
export function opened(options: ConnectOptions = {}): Opened {
  const { WebSocket, only } = scriptedClass()
  const channel = BrowserWebSocketChannel.connect('ws://scripted.test/', { ...options, WebSocket })
  only().open()
  return { channel, socket: only() }
}
