import { firstValueFrom, toArray } from 'rxjs'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { BrowserWebSocketChannel } from '../../../src/browser.js'
import { ConnectionClosedError, ConnectionFailedError } from '../../../src/index.js'
import {
  OldReactNativeFileReader,
  ReactNativeBlob,
  ReactNativeFileReader,
} from './react-native-blob.js'
import { ReactNativeSocket } from './react-native-socket.js'

const lost = { code: 1006, reason: '', wasClean: false, initiator: 'failure' }

function connect(): { channel: BrowserWebSocketChannel; socket: ReactNativeSocket } {
  const channel = BrowserWebSocketChannel.connect('ws://peer/', { WebSocket: ReactNativeSocket })
  const socket = ReactNativeSocket.last
  if (socket === undefined) throw new Error('No socket was made')
  return { channel, socket }
}

function connectOpen(): ReturnType<typeof connect> {
  const made = connect()
  made.socket.open()
  return made
}

it('asks for bytes at once, where there is no type until one is set', () => {
  expect(connect().socket.binaryType).toBe('arraybuffer')
})

it('delivers text and bytes', async () => {
  const { channel, socket } = connectOpen()
  const frames = firstValueFrom(channel.stream.pipe(toArray()))
  socket.receive('text')
  socket.receive(Uint8Array.of(1, 2).buffer)
  socket.end({ code: 1000, reason: '' })
  expect(await frames).toEqual(['text', Uint8Array.of(1, 2)])
})

it('keeps the order when a Blob comes though bytes were asked for', async () => {
  const { channel, socket } = connectOpen()
  const frames = firstValueFrom(channel.stream.pipe(toArray()))
  socket.receive('before')
  socket.receive(new Blob([Uint8Array.of(1, 2)]))
  socket.receive('after')
  socket.end({ code: 1000, reason: '' })
  expect(await frames).toEqual(['before', Uint8Array.of(1, 2), 'after'])
})

it('counts a close with a code as clean where the event has no `wasClean`', async () => {
  const { channel, socket } = connectOpen()
  socket.end({ code: 4000, reason: 'bye' })
  const closed = { code: 4000, reason: 'bye', wasClean: true, initiator: 'remote' }
  expect(await channel.closed).toEqual(closed)
})

it('reads 1006 from a close event without a code', async () => {
  const { channel, socket } = connectOpen()
  socket.end({})
  expect(await channel.closed).toEqual(lost)
})

it('takes the text of an error for no reason of the peer', async () => {
  const { channel, socket } = connectOpen()
  socket.end({ code: 1006, reason: 'Software caused connection abort' })
  expect(await channel.closed).toEqual(lost)
})

it('errors once when an open connection fails', async () => {
  const { channel, socket } = connectOpen()
  const errors: unknown[] = []
  channel.stream.subscribe({ error: (error: unknown) => errors.push(error) })
  socket.fail('Software caused connection abort')
  expect(await channel.closed).toEqual(lost)
  expect(errors).toHaveLength(1)
  expect(errors[0]).toBeInstanceOf(ConnectionClosedError)
})

it('fails the opening when the connection fails before', async () => {
  const { channel, socket } = connect()
  socket.fail('Unable to resolve host "peer"')
  await expect(channel.ready).rejects.toBeInstanceOf(ConnectionFailedError)
  expect(await channel.closed).toEqual(lost)
})

it('closes with a code and a reason, and without', async () => {
  const { channel, socket } = connectOpen()
  const closed = channel.sink.close(4000, 'bye')
  expect(socket.closedWith).toEqual([4000, 'bye'])
  socket.end({ code: 4000, reason: 'bye' })
  expect(await closed).toMatchObject({ code: 4000, wasClean: true, initiator: 'local' })
  const without = connectOpen()
  void without.channel.sink.close()
  expect(without.socket.closedWith).toEqual([])
})

it('sends at once and counts nothing, where there is no bufferedAmount', async () => {
  const { channel, socket } = connect()
  channel.sink.add('early')
  socket.open()
  channel.sink.add(Uint8Array.of(1))
  await channel.sink.addStream(['late'])
  await channel.sink.ready
  expect(socket.sent).toEqual(['early', Uint8Array.of(1), 'late'])
  expect(channel.sink.bufferedAmount).toBe(0)
})

it('detaches from a socket that it aborts, and closes it', async () => {
  const { channel, socket } = connectOpen()
  channel.abort()
  expect(socket.closedWith).toEqual([])
  socket.receive('late')
  socket.fail('Socket closed')
  expect(await channel.closed).toMatchObject({ code: 1006, initiator: 'local' })
})

describe.each([
  ['since 0.73', ReactNativeFileReader],
  ['before 0.73, whose FileReader reads no bytes', OldReactNativeFileReader],
])("a Blob of React Native's, %s", (_, FileReader) => {
  const bytes = Uint8Array.of(72, 105)

  beforeEach(() => {
    vi.stubGlobal('Blob', ReactNativeBlob)
    vi.stubGlobal('FileReader', FileReader)
  })

  afterEach(() => {
    vi.unstubAllGlobals()
  })

  it('is sent in order, and counted', async () => {
    const { channel, socket } = connectOpen()
    channel.sink.add('before')
    channel.sink.add(new ReactNativeBlob(['Hi']))
    channel.sink.add('after')
    expect(channel.sink.bufferedAmount).toBe(2 + 5)
    await expect.poll(() => socket.sent).toHaveLength(3)
    expect(socket.sent.map(toBytes)).toEqual(['before', bytes, 'after'])
    expect(channel.sink.bufferedAmount).toBe(0)
  })

  it('is queued until the connection is open, and sent by addStream', async () => {
    const { channel, socket } = connect()
    channel.sink.add(new ReactNativeBlob(['Hi']))
    const added = channel.sink.addStream([new ReactNativeBlob(), 'last'])
    socket.open()
    await added
    expect(socket.sent.map(toBytes)).toEqual([bytes, new Uint8Array(), 'last'])
  })

  it('throws TypeError if it is closed, and the channel goes on', async () => {
    const { channel, socket } = connectOpen()
    const blob = new ReactNativeBlob(['Hi'])
    blob.close()
    expect(() => {
      channel.sink.add(blob)
    }).toThrow(new TypeError('Cannot send a Blob that cannot be read'))
    await expect(channel.sink.addStream([blob])).rejects.toThrow(TypeError)
    channel.sink.add('after')
    expect(socket.sent).toEqual(['after'])
    expect(channel.sink.bufferedAmount).toBe(0)
    expect(channel.state).toBe('open')
  })
})

function toBytes(data: unknown): unknown {
  return data instanceof ArrayBuffer ? new Uint8Array(data) : data
}
