import { NodeWebSocketChannel, type NodeConnectOptions } from '../../../src/node.js'

// The tests of wires and bytes run a second time with it off, as a separate project.
const fastPath = process.env['FAST_PATH'] !== 'off'

/** Connects over `ws`, with the fast path or without it, as the run says. */
export function connect(url: string, options: NodeConnectOptions = {}): NodeWebSocketChannel {
  return NodeWebSocketChannel.connect(url, { fastPath, ...options })
}
