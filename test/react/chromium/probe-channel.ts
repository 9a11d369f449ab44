import { expect, inject, vi } from 'vitest'
import { WebSocketChannel } from '../../../src/index.js'
import { useChannel } from '../../../src/react.js'
import { countingWebSocket } from './counting-web-socket.js'

/** A component with a channel to the scripted peer, and what it made and saw. */
export interface ChannelProbe {
  /** What `useChannel` returned, in each render. */
  readonly returned: (WebSocketChannel | undefined)[]
  readonly Socket: ReturnType<typeof countingWebSocket>
  readonly Probe: (props: ProbeProps) => null
  /** Connects to a path of the scripted peer. */
  readonly connect: (path?: string) => WebSocketChannel
  /** Resolves with the channel that the component has, once it has one. */
  readonly present: () => Promise<WebSocketChannel>
  /** Resolves when no socket is open, opening or closing. */
  readonly expectNoSockets: () => Promise<void>
}

interface ProbeProps {
  readonly open?: () => WebSocketChannel
  readonly deps?: readonly unknown[]
}

export function channelProbe(): ChannelProbe {
  const returned: (WebSocketChannel | undefined)[] = []
  const Socket = countingWebSocket()
  const connect = (path = '/echo'): WebSocketChannel =>
    WebSocketChannel.connect(`${inject('peerUrl')}${path}`, {
      WebSocket: Socket,
      closeTimeout: 300,
    })
  return {
    returned,
    Socket,
    connect,
    Probe({ open = connect, deps }) {
      returned.push(deps ? useChannel(open, deps) : useChannel(open))
      return null
    },
    present: () =>
      vi.waitFor(
        () => {
          const channel = returned.at(-1)
          if (!channel) throw new Error('There is no channel')
          return channel
        },
        { timeout: 10_000 },
      ),
    async expectNoSockets() {
      const states = (): unknown => Socket.made.filter(({ readyState }) => readyState !== 3)
      await expect.poll(states).toEqual([])
    },
  }
}

/** Resolves in a macrotask behind all that are due. */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 5))
}
