import { Subject } from 'rxjs'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Sendable } from '../../../src/core/frame.js'
import { fail, opened, pass, scripted } from './scripted-connections.js'

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

describe('what is added without a connection', () => {
  it('is sent in order when one is open, before anything that is added later', async () => {
    const made = scripted()
    const { sink, connections, statuses } = made.channel
    sink.add('1')
    await pass()
    sink.add('2')
    connections.subscribe(() => {
      sink.add('4')
    })
    sink.add('3')
    let isFirst = true
    statuses.subscribe(({ name }) => {
      if (name !== 'open') return
      if (isFirst) sink.add('5')
      isFirst = false
    })
    made.socket.open()
    await pass()
    expect(made.socket.sent).toEqual(['1', '2', '3', '4', '5'])
    made.channel.abort()
  })

  it('is sent on the next connection, and nothing twice', async () => {
    const made = await opened()
    made.channel.sink.add('to the first')
    await fail(made)
    made.channel.sink.add('between')
    await pass(2_000)
    made.channel.sink.add('during the attempt')
    made.socket.open()
    await pass()
    made.channel.sink.add('to the second')
    expect(made.sockets.map(({ sent }) => sent)).toEqual([
      ['to the first'],
      ['between', 'during the attempt', 'to the second'],
    ])
    made.channel.abort()
  })

  it('is sent after `onOpen`, behind what that sends', async () => {
    const made = scripted({
      onOpen: async (connection) => {
        connection.sink.add('token')
        await Promise.resolve()
        made.channel.sink.add('during onOpen')
      },
    })
    made.channel.sink.add('queued')
    await pass()
    made.socket.open()
    await pass()
    expect(made.socket.sent).toEqual(['token', 'queued', 'during onOpen'])
    made.channel.abort()
  })

  it('counts in `bufferedAmount` until it is sent', async () => {
    const made = scripted()
    const { sink } = made.channel
    sink.add('€')
    sink.add(new Uint8Array(5))
    expect(sink.bufferedAmount).toBe(8)
    await pass()
    made.socket.open()
    await pass()
    expect(sink.bufferedAmount).toBe(0)
    made.channel.abort()
  })

  it('counts in `bufferedAmount` for ever once the channel ended without sending it', async () => {
    const made = scripted()
    made.channel.sink.add('12345')
    await pass()
    made.channel.abort()
    made.channel.sink.add('678')
    await pass()
    expect(made.channel.sink.bufferedAmount).toBe(8)
  })

  it('is a copy of binary data', async () => {
    const made = scripted()
    const bytes = new Uint8Array([1, 2])
    made.channel.sink.add(bytes)
    bytes.fill(9)
    await pass()
    made.socket.open()
    await pass()
    expect(made.socket.sent).toEqual([new Uint8Array([1, 2])])
    made.channel.abort()
  })

  it('ends the channel if the connection refuses it', async () => {
    const made = scripted()
    made.channel.sink.add(5 as unknown as Sendable)
    await pass()
    made.socket.open()
    await pass()
    expect(made.received).toMatchObject([{ error: { name: 'TypeError' } }])
    expect([made.channel.state, made.openSockets]).toEqual(['closed', 0])
    await expect(made.channel.ready).rejects.toBeInstanceOf(TypeError)
  })
})

describe('a full queue', () => {
  const queue = { maxBytes: 4 }

  it('makes `add` throw, and the channel goes on', async () => {
    const made = scripted({ queue })
    made.channel.sink.add('1234')
    expect(() => made.channel.sink.add('5')).toThrow(
      expect.objectContaining({ name: 'BufferOverflowError', limit: 4, actual: 5 }),
    )
    await pass()
    made.socket.open()
    await pass()
    made.channel.sink.add('5678')
    expect([made.socket.sent, made.channel.state]).toEqual([['1234', '5678'], 'open'])
    made.channel.abort()
  })

  it('makes `next` leave the message out without counting it, and never throw', async () => {
    const made = scripted({ queue })
    const { sink } = made.channel
    sink.next('1234')
    expect(() => {
      sink.next('5')
    }).not.toThrow()
    expect(sink.bufferedAmount).toBe(4)
    await pass()
    made.socket.open()
    await pass()
    expect([made.socket.sent, sink.bufferedAmount]).toEqual([['1234'], 0])
    made.channel.abort()
  })

  it('makes an Observable that is subscribed with the sink go on', async () => {
    const made = scripted({ queue })
    const source = new Subject<string>()
    source.subscribe(made.channel.sink)
    for (const message of ['123', '45', '6']) source.next(message)
    await pass()
    made.socket.open()
    await pass()
    source.next('7')
    expect(made.socket.sent).toEqual(['123', '6', '7'])
    made.channel.abort()
  })

  it('unsubscribes an `addStream` of an Observable, which rejects', async () => {
    const made = scripted({ queue })
    const source = new Subject<string>()
    const adding = made.channel.sink.addStream(source)
    await pass()
    source.next('123')
    source.next('45')
    expect(source.observed).toBe(false)
    await expect(adding).rejects.toMatchObject({ name: 'BufferOverflowError' })
    expect(made.channel.sink.bufferedAmount).toBe(3)
    made.channel.abort()
  })

  it.each([
    ['drop-oldest', ['34', '5']],
    ['drop-newest', ['12', '34']],
  ] as const)('with `%s` sends %j, and does not count what it dropped', async (overflow, sent) => {
    const made = scripted({ queue: { ...queue, overflow } })
    for (const message of ['12', '34', '5']) made.channel.sink.add(message)
    expect(made.channel.sink.bufferedAmount).toBe(sent.join('').length)
    await pass()
    made.socket.open()
    await pass()
    expect(made.socket.sent).toEqual(sent)
    made.channel.abort()
  })
})

describe('`addStream`', () => {
  it('pulls nothing while there is no connection', async () => {
    const made = scripted()
    const pulled: number[] = []
    function* source() {
      for (let number = 1; number <= 3; number++) {
        pulled.push(number)
        yield String(number)
      }
    }
    const adding = made.channel.sink.addStream(source())
    await pass(1_000)
    expect(pulled).toEqual([])
    made.socket.open()
    await pass(1_000)
    await adding
    expect([pulled, made.socket.sent]).toEqual([
      [1, 2, 3],
      ['1', '2', '3'],
    ])
    made.channel.abort()
  })

  it('goes on over a lost connection, and does not fail for what that was given', async () => {
    const made = await opened()
    const source = new Subject<string>()
    const adding = made.channel.sink.addStream(source)
    await pass()
    source.next('1')
    await fail(made)
    source.next('2')
    source.complete()
    await pass(2_000)
    made.socket.open()
    await pass(1)
    await adding
    expect(made.sockets.map(({ sent }) => sent)).toEqual([['1'], ['2']])
    made.channel.abort()
  })

  it('rejects and lets the source go when the channel ends without a connection', async () => {
    const made = scripted()
    const source = new Subject<string>()
    const adding = made.channel.sink.addStream(source)
    await pass()
    made.channel.abort(new Error('enough'))
    await expect(adding).rejects.toMatchObject({ name: 'ConnectionClosedError', code: 1006 })
    expect(source.observed).toBe(false)
  })
})
