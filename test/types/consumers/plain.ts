import {
  channelPair,
  ConnectionClosedError,
  ConnectionFailedError,
  WebSocketChannel,
  webSocketClass,
} from 'web-socket-channel'
import type { Channel, CloseInfo, ConnectOptions, Frame, Layer, Sendable } from 'web-socket-channel'
import { goingAway } from 'web-socket-channel/status'

const options: ConnectOptions = { protocols: ['chat'], connectTimeout: 1_000, keepAlive: false }
// `undefined` is the default, with `exactOptionalPropertyTypes` too.
export const defaults: Record<keyof ConnectOptions, undefined> & ConnectOptions = {
  protocols: undefined,
  signal: undefined,
  connectTimeout: undefined,
  closeTimeout: undefined,
  highWaterMark: undefined,
  maxHeldBytes: undefined,
  unobserved: undefined,
  keepAlive: undefined,
  WebSocket: undefined,
}
export const endless: ConnectOptions = { keepAlive: { interval: undefined, timeout: undefined } }

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
  if (error instanceof ConnectionFailedError) return `${error.phase}: ${String(error.cause)}`
  return ConnectionClosedError.is(error) ? error.reason : ''
}

// @ts-expect-error A number is nothing that can be sent.
channel.sink.add(1)
// @ts-expect-error A code is a number.
void channel.sink.close('1000')

const size: number = channel.sink.highWaterMark
// @ts-expect-error The limit is an option, and cannot be changed later.
channel.sink.highWaterMark = size + 1

declare function wrap<T>(): Layer<T, readonly [T]>
/** Six layers, each of which the next one can see. */
export const six: readonly [readonly [readonly [readonly [readonly [readonly [typeof channel]]]]]] =
  channel.pipe(wrap(), wrap(), wrap(), wrap(), wrap(), wrap())
// @ts-expect-error A layer takes what the one before it makes.
channel.pipe(wrap(), (made: string) => made)

// A class of this package's own type: there is no type of the platform.
const SocketOverChannel = webSocketClass((url, protocols) =>
  WebSocketChannel.connect(url, { protocols }),
)
export const socket = new SocketOverChannel('wss://echo.example', ['chat'])
socket.onclose = ({ code, wasClean }) => wasClean && code
socket.addEventListener('message', ({ data }) => socket.send(String(data)))
export const states: readonly number[] = [SocketOverChannel.OPEN, socket.readyState]
