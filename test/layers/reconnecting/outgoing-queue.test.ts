import { describe, expect, it } from 'vitest'
import { BufferOverflowError } from '../../../src/core/errors.js'
import { OutgoingQueue, weightOf } from '../../../src/layers/reconnecting/outgoing-queue.js'

type Overflow = 'throw' | 'drop-oldest' | 'drop-newest'

function queue<Out>(maxBytes = Infinity, overflow: Overflow = 'throw'): OutgoingQueue<Out> {
  return new OutgoingQueue<Out>({ maxBytes, overflow })
}

function drain<Out>(from: OutgoingQueue<Out>): Out[] {
  const messages: Out[] = []
  for (let item = from.shift(); item; item = from.shift()) messages.push(item.message)
  return messages
}

function filled(maxBytes: number, overflow: Overflow, messages: readonly string[]): string[] {
  const made = queue<string>(maxBytes, overflow)
  for (const message of messages) made.add(message)
  return drain(made)
}

describe('a message counts', () => {
  it.each<[what: string, message: unknown, bytes: number]>([
    ['the UTF-8 bytes of text', 'a€é', 6],
    ['nothing for empty text', '', 0],
    ['the bytes of a buffer', new ArrayBuffer(7), 7],
    ['the bytes of a view alone', new Uint16Array(new ArrayBuffer(100), 10, 3), 6],
    ['the bytes of a DataView', new DataView(new ArrayBuffer(9), 4), 5],
    ['the size of a Blob', new Blob(['12345']), 5],
    ['1,024 for an object', { text: 'x'.repeat(5_000) }, 1_024],
    ['1,024 for a number', 5, 1_024],
    ['1,024 for `null`', null, 1_024],
    ['1,024 for `undefined`', undefined, 1_024],
    ['1,024 for an array', ['text'], 1_024],
  ])('%s', (_what, message, bytes) => {
    const one = queue<unknown>()
    one.add(message)
    expect([weightOf(message), one.bytes, one.length]).toEqual([bytes, bytes, 1])
  })
})

describe('the outgoing queue', () => {
  it('returns messages in order, and knows their bytes after each step', () => {
    const made = queue<string>()
    const bytes: number[] = []
    for (const message of ['a', '', '€€']) {
      made.add(message)
      bytes.push(made.bytes)
    }
    const messages: unknown[] = []
    for (let item = made.shift(); item; item = made.shift()) messages.push(item.message, made.bytes)
    expect([bytes, messages]).toEqual([
      [1, 1, 7],
      ['a', 6, '', 6, '€€', 0],
    ])
  })

  it('returns falsy messages too', () => {
    const made = queue<unknown>()
    for (const message of ['', undefined, 0, null, false]) made.add(message)
    expect(drain(made)).toEqual(['', undefined, 0, null, false])
  })

  it('copies binary data, so that later changes do not reach it', () => {
    const bytes = new Uint8Array([0, 1, 2, 3])
    const made = queue<ArrayBuffer | ArrayBufferView>()
    for (const message of [bytes.buffer, bytes, bytes.subarray(1, 3)]) made.add(message)
    made.add(new DataView(bytes.buffer, 2))
    bytes.fill(9)
    expect(drain(made)).toEqual([
      new Uint8Array([0, 1, 2, 3]),
      new Uint8Array([0, 1, 2, 3]),
      new Uint8Array([1, 2]),
      new Uint8Array([2, 3]),
    ])
  })

  it('keeps Blobs and all other messages as they are', () => {
    const messages = [new Blob(['x']), { a: 1 }, [1]]
    const made = queue<unknown>()
    for (const message of messages) made.add(message)
    const found = drain(made)
    expect(found.every((message, index) => message === messages[index])).toBe(true)
    expect(found).toHaveLength(3)
  })

  it('refuses binary data that cannot be read', () => {
    const bytes = new Uint8Array(4)
    structuredClone(bytes.buffer, { transfer: [bytes.buffer] })
    const made = queue<unknown>()
    expect(() => made.add(bytes)).toThrow(TypeError)
    expect(made.length).toBe(0)
  })
})

describe('at its limit', () => {
  it('`throw` accepts exactly the limit, then throws and keeps what it has', () => {
    const made = queue<string>(5)
    made.add('€')
    made.add('ab')
    const error = new BufferOverflowError(
      'Cannot queue 6 bytes without a connection: queue.maxBytes is 5',
      { limit: 5, actual: 6 },
    )
    expect(() => made.add('c')).toThrow(error)
    expect(() => made.add('c')).toThrow(expect.objectContaining({ limit: 5, actual: 6 }))
    made.add('')
    expect([made.bytes, drain(made)]).toEqual([5, ['€', 'ab', '']])
  })

  it('`drop-oldest` makes room by as many of the oldest as it takes', () => {
    expect(filled(5, 'drop-oldest', ['aa', 'b', 'cc', 'ddd'])).toEqual(['cc', 'ddd'])
  })

  it('`drop-newest` leaves out the message alone, and a smaller one still fits', () => {
    expect(filled(5, 'drop-newest', ['aa', 'bbb', 'cc', '', 'd'])).toEqual(['aa', 'bbb', ''])
    expect(filled(5, 'drop-newest', ['aa', 'bbbb', 'ccc'])).toEqual(['aa', 'ccc'])
  })

  it.each(['drop-oldest', 'drop-newest'] as const)(
    '`%s` leaves out a message that exceeds the limit by itself, and keeps the others',
    (overflow) => {
      expect(filled(5, overflow, ['aa', 'x'.repeat(6), 'bb'])).toEqual(['aa', 'bb'])
    },
  )

  it('`throw` throws for a message that exceeds the limit by itself, though the queue is empty', () => {
    const made = queue<string>(5)
    expect(() => made.add('x'.repeat(6))).toThrow(BufferOverflowError)
    expect(made.length).toBe(0)
  })

  it.each(['drop-oldest', 'drop-newest'] as const)(
    '`%s` leaves out any message that is no frame if the limit is below 1 KiB',
    (overflow) => {
      const made = queue<unknown>(1_023, overflow)
      for (const message of [{}, undefined, null, 1]) made.add(message)
      expect(made.length).toBe(0)
    },
  )

  it('a limit of 0 accepts empty messages alone', () => {
    expect(filled(0, 'drop-newest', ['', 'a', ''])).toEqual(['', ''])
    expect(() => queue<string>(0).add('a')).toThrow(BufferOverflowError)
  })

  it('text is measured exactly when an estimate is above the limit', () => {
    expect(filled(6, 'drop-newest', ['abcdef'])).toEqual(['abcdef'])
    expect(filled(6, 'drop-newest', ['ab', '€', 'c', 'd'])).toEqual(['ab', '€', 'c'])
  })
})

describe('many small messages', () => {
  const empty = Array.from({ length: 1_024 }, () => '')

  it('after the first 1,024 count 64 bytes each against the limit', () => {
    const made = queue<string>(640)
    for (const message of [...empty, ...Array.from({ length: 10 }, () => '')]) made.add(message)
    expect(() => made.add('')).toThrow(expect.objectContaining({ limit: 640, actual: 704 }))
    expect([made.length, made.bytes]).toEqual([1_034, 0])
  })

  it('are dropped one by one for a new one', () => {
    const made = queue<string>(64, 'drop-oldest')
    for (const message of ['oldest', ...empty, 'newest']) made.add(message)
    const found = drain(made)
    expect([found.length, found[0], found.at(-1)]).toEqual([1_025, '', 'newest'])
  })

  it('are left out for those that are there', () => {
    const made = queue<string>(64, 'drop-newest')
    for (const message of ['oldest', ...empty, 'newest']) made.add(message)
    const found = drain(made)
    expect([found.length, found[0], found.at(-1)]).toEqual([1_025, 'oldest', ''])
  })
})
