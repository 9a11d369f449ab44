import { setImmediate } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { WebSocketStreamSocket } from '../../../src/adapters/websocket-stream/socket.js'
import { FakeWebSocketStream } from './fake-web-socket-stream.js'

/** Opens a socket over a fake stream, and notes the calls of its handlers. */
async function open() {
  const opened = attach(new FakeWebSocketStream())
  await setImmediate()
  expect(opened.calls.splice(0)).toEqual([{ opened: '' }])
  return opened
}

function attach(native: FakeWebSocketStream) {
  const socket = new WebSocketStreamSocket(native)
  const calls: unknown[] = []
  socket.attach({
    opened: (protocol) => calls.push({ opened: protocol }),
    message: (frame) => calls.push(frame),
    closed: (close) => calls.push(close),
    failed: (failure) => calls.push(failure),
  })
  return { native, socket, calls }
}

it('fails with the error of an opening that failed', async () => {
  const cause = new Error('refused')
  const { native, calls } = attach(new FakeWebSocketStream(cause))
  native.end.reject(cause)
  await setImmediate()
  expect(calls).toEqual([{ cause }])
})

it('reports nothing of an opening that failed after an abort', async () => {
  const cause = new Error('given up')
  const { native, socket, calls } = attach(new FakeWebSocketStream(cause))
  socket.abort()
  native.end.reject(cause)
  await setImmediate()
  expect(native.closes).toEqual([undefined])
  expect(calls).toEqual([])
})

it('reads one frame more at most once it is paused, and the rest after resume', async () => {
  const { native, socket, calls } = await open()
  socket.pause()
  for (const frame of ['1', '2', '3']) native.receive(frame)
  native.endWith({ closeCode: 4000, reason: 'enough' })
  await setImmediate()
  expect(calls).toEqual(['1'])
  socket.resume()
  socket.resume()
  await setImmediate()
  expect(calls).toEqual(['1', '2', '3', { code: 4000, reason: 'enough', wasClean: true }])
})

it('delivers views as exact arrays, and fails for what is neither text nor bytes', async () => {
  const { native, calls } = await open()
  native.receive(new Uint8Array([1, 2, 3]).subarray(1, 2))
  native.receive(7)
  await setImmediate()
  const cause = new TypeError('Cannot receive what is neither text nor bytes')
  expect(calls).toEqual([new Uint8Array([2]), { cause }])
  expect((calls[0] as Uint8Array).buffer.byteLength).toBe(1)
})

it.each([
  [
    { closeCode: 1002, reason: 'bad' },
    { code: 1002, reason: 'bad', wasClean: false },
  ],
  [{ closeCode: 1011 }, { code: 1011, reason: '', wasClean: false }],
  [
    { closeCode: null, reason: '' },
    { code: 1006, reason: '', wasClean: false },
  ],
  [undefined, { code: 1006, reason: '', wasClean: false }],
])('a connection that breaks with %j ends unclean', async (error, close) => {
  const { native, calls } = await open()
  native.breakWith(error)
  await setImmediate()
  expect(calls).toEqual([close])
})

it('counts bytes until they are taken, and closes behind them', async () => {
  const { native, socket } = await open()
  const takes: (() => void)[] = []
  native.take = () => new Promise((resolve) => takes.push(resolve))
  const data = new Uint8Array([1])
  socket.send(data)
  socket.send(new Blob(['blob']))
  socket.send('text')
  data[0] = 2
  socket.close(4001, 'done')
  expect(socket.bufferedAmount).toBe(9)
  for (const left of [8, 4, 0]) {
    await expect.poll(() => takes.length).toBe(1)
    expect(native.closes).toEqual([])
    takes.pop()?.()
    await expect.poll(() => socket.bufferedAmount).toBe(left)
  }
  await expect.poll(() => native.closes).toEqual([{ closeCode: 4001, reason: 'done' }])
  expect(native.written).toEqual([new Uint8Array([1]), new Uint8Array(Buffer.from('blob')), 'text'])
})

it('closes at once without a code if nothing is being written', async () => {
  const { native, socket } = await open()
  socket.close(undefined, '')
  expect(native.closes).toEqual([{}])
})

it('closes the connection if the platform refuses a frame, whose bytes stay counted', async () => {
  const { native, socket } = await open()
  native.take = () => Promise.reject(new Error('refused'))
  socket.send('four')
  await setImmediate()
  expect(native.closes).toEqual([undefined])
  expect(socket.bufferedAmount).toBe(4)
})

it('fails if a Blob cannot be read', async () => {
  const { socket, calls } = await open()
  const cause = new Error('gone')
  const blob = new Blob(['blob'])
  blob.arrayBuffer = () => Promise.reject(cause)
  socket.send(blob)
  await setImmediate()
  expect(calls).toEqual([{ cause }])
})

it('drops the frames behind the one under way in abort, reads what still arrives and reports nothing', async () => {
  const { native, socket, calls } = await open()
  let take: (() => void) | undefined
  native.take = () => new Promise((resolve) => (take = resolve))
  socket.pause()
  socket.send('under way')
  socket.send('behind')
  await setImmediate()
  socket.abort()
  expect(native.closes).toEqual([undefined])
  for (const frame of ['1', '2', '3']) native.receive(frame)
  take?.()
  native.endWith({ closeCode: 1005 })
  await setImmediate()
  expect(native.written).toEqual(['under way'])
  expect(calls).toEqual([])
  const { readable, writable } = await native.opened
  expect(readable).toMatchObject({ locked: false })
  expect(writable).toMatchObject({ locked: false })
})
