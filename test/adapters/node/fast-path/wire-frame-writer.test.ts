import { describe, expect, it } from 'vitest'
import { decodeFrames } from '../../../faults/adversary/received-frames.js'
import { Session, settled } from './harness/session.js'

const limit = 65_536

interface Writes {
  readonly session: Session
  /** What this side wrote, a buffer for each call. */
  readonly writes: Buffer[]
}

/** A server's side, whose frames have a predictable length, with each write to the network. */
async function begin(): Promise<Writes> {
  const session = new Session({ side: 'server' }, { fastPath: true })
  const writes: Buffer[] = []
  session.trace.wrote = (bytes) => writes.push(bytes)
  await settled()
  return { session, writes }
}

/** Texts of the frames in each write. */
function textsIn(writes: readonly Buffer[]): string[][] {
  return writes.map((bytes) => decodeFrames(bytes).map(({ payload }) => payload.toString()))
}

describe('frames that are added', () => {
  it('alone in a tick are written at once', async () => {
    const { session, writes } = await begin()
    for (const data of ['a', 'b']) {
      session.channel.sink.add(data)
      expect(textsIn(writes).at(-1)).toEqual([data])
      await settled()
    }
    expect(writes).toHaveLength(2)
    session.channel.abort()
  })

  it('in one tick are written as the first and the rest', async () => {
    const { session, writes } = await begin()
    const { sink } = session.channel
    for (const data of ['a', 'b', 'c', 'd']) sink.add(data)
    expect(textsIn(writes)).toEqual([['a']])
    expect(sink.bufferedAmount).toBe(9)
    await settled()
    expect(textsIn(writes)).toEqual([['a'], ['b', 'c', 'd']])
    expect(sink.bufferedAmount).toBe(0)
    session.channel.abort()
  })

  it('by a loop that awaits are written as the first and the rest', async () => {
    const { session, writes } = await begin()
    for (const data of ['a', 'b', 'c', 'd']) {
      session.channel.sink.add(data)
      await Promise.resolve()
    }
    await settled()
    expect(textsIn(writes)).toEqual([['a'], ['b', 'c', 'd']])
    session.channel.abort()
  })

  it('are written before the next event, however long the microtasks go on', async () => {
    const { session, writes } = await begin()
    const immediate = settled()
    for (let left = 100; left > 0; left--) {
      if (left > 90) session.channel.sink.add('a')
      await Promise.resolve()
    }
    expect(writes.map(({ length }) => length)).toEqual([3, 27])
    await immediate
    session.channel.abort()
  })

  it('are written as soon as there are 64 KiB of them', async () => {
    const { session, writes } = await begin()
    for (let index = 0; index < 200; index++) session.channel.sink.add(Buffer.alloc(1_000, index))
    const [first, ...others] = writes.map(({ length }) => length)
    expect(first).toBe(1_004)
    expect(others).toHaveLength(3)
    for (const length of others) expect(length).toBeGreaterThanOrEqual(limit)
    await settled()
    const sent = decodeFrames(Buffer.concat(writes)).map(({ payload }) => payload[999])
    expect(sent).toEqual(Array.from({ length: 200 }, (_, index) => index))
    expect(Math.max(...writes.map(({ length }) => length))).toBeLessThan(limit + 1_004)
    session.channel.abort()
  })

  it('are written by themselves if they are longer, after those before them', async () => {
    const { session, writes } = await begin()
    const { sink } = session.channel
    for (const length of [1, 2, 70_000, 3, 4]) sink.add(new Uint8Array(length))
    expect(writes.map(({ length }) => length)).toEqual([3, 4, 70_010])
    await settled()
    expect(writes.map(({ length }) => length)).toEqual([3, 4, 70_010, 11])
    session.channel.abort()
  })
})

describe('the buffer that all channels gather in', () => {
  it('is not written while a slow peer leaves it waiting', async () => {
    const channels = await Promise.all(Array.from({ length: 4 }, begin))
    for (const { session } of channels) session.connection.stick()
    const expected: number[][] = channels.map(() => [])
    for (let round = 0; round < 20; round++) {
      for (const [index, { session }] of channels.entries()) {
        // Some rounds fill a buffer, some are so small that they are copied.
        const length = round % 3 === 0 ? 100 : 9_000
        for (let left = 5; left > 0; left--) {
          const mark = (round * 16 + index * 4 + left) & 255
          session.channel.sink.add(Buffer.alloc(length, mark))
          expected[index]?.push(mark)
        }
      }
      if (round % 2) await settled()
    }
    await settled()
    for (const { session } of channels) session.connection.unstick()
    await settled()
    for (const [index, { session, writes }] of channels.entries()) {
      const frames = decodeFrames(Buffer.concat(writes))
      expect(frames.map(({ payload }) => payload[0])).toEqual(expected[index])
      for (const { payload } of frames) expect(new Set(payload).size).toBe(1)
      session.channel.abort()
    }
  })

  it.each([
    { rounds: 500, length: 1 },
    { rounds: 100, length: 7_000 },
    { rounds: 50, length: 20_000 },
  ])('is not kept by frames queued for a slow peer, $length B a frame', async (its) => {
    const { rounds, length } = its
    const { session, writes } = await begin()
    const kept = new Set<ArrayBufferLike>()
    session.connection.stick()
    const write = session.connection.socket.write.bind(session.connection.socket)
    session.connection.socket.write = ((bytes: Buffer, done?: () => void) => {
      kept.add(bytes.buffer)
      return done ? write(bytes, done) : write(bytes)
    }) as typeof write
    for (let round = 0; round < rounds; round++) {
      for (let left = 3; left > 0; left--) session.channel.sink.add(new Uint8Array(length))
      await settled()
    }
    const keptBytes = [...kept].reduce((sum, { byteLength }) => sum + byteLength, 0)
    expect(keptBytes).toBeLessThan(session.channel.sink.bufferedAmount + 4 * limit)
    session.connection.unstick()
    await settled()
    expect(writes.length).toBeGreaterThan(0)
    session.channel.abort()
  })

  it('takes little memory in each of many channels', async () => {
    const all = await Promise.all(Array.from({ length: 200 }, begin))
    const before = process.memoryUsage().arrayBuffers
    for (const { session } of all) {
      for (const data of ['a', 'b', 'c']) session.channel.sink.add(data)
    }
    const taken = process.memoryUsage().arrayBuffers - before
    expect(taken).toBeLessThan(all.length * 8_192)
    await settled()
    for (const { session, writes } of all) {
      expect(textsIn(writes)).toEqual([['a'], ['b', 'c']])
      session.channel.abort()
    }
  })

  it('finds room for more than was to be expected', async () => {
    const all = await Promise.all([begin(), begin()])
    const texts = Array.from({ length: 300 }, (_, index) => String(index).repeat(60))
    for (const data of texts) for (const { session } of all) session.channel.sink.add(data)
    await settled()
    for (const { session, writes } of all) {
      expect(textsIn(writes)).toEqual([texts.slice(0, 1), texts.slice(1)])
      session.channel.abort()
    }
  })
})
