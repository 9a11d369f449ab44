import {
  channelPair,
  ConnectionClosedError,
  ConnectionFailedError,
  WebSocketChannel,
} from 'web-socket-channel'
import type { Channel, CloseInfo, ConnectOptions, Frame, Sendable } from 'web-socket-channel'
import { goingAway } from 'web-socket-channel/status'

const options: ConnectOptions = { protocols: ['chat'], connectTimeout: 1_000, keepAlive: false }
const channel: Channel<Frame, Sendable> = WebSocketChannel.connect('wss://echo.example', options)

export async function main(): Promise<CloseInfo> {
  const [left, right] = channelPair()
  left.stream.subscribe(right.sink)
  channel.sink.add(Uint8Array.of(1))
  for await (const frame of channel.stream) {
    const length: number = typeof frame === 'string' ? frame.length : frame.buffer.byteLength
    channel.sink.add(String(length))
  }
  return channel.sink.close(4000 + goingAway)
}

export function explain(error: unknown): string {
  if (error instanceof ConnectionFailedError) return error.phase
  return ConnectionClosedError.is(error) ? error.reason : ''
}

// @ts-expect-error A number is nothing that can be sent.
channel.sink.add(1)
// @ts-expect-error A code is a number.
void channel.sink.close('1000')
