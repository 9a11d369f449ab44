import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { networked, waiting } from './networked.js'
import { fail, opened, pass } from './scripted-connections.js'

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

describe('events of the page', () => {
  it.each(['online', 'visibilitychange', 'pageshow', 'resume'])(
    '`%s` ends a wait at once',
    async (type) => {
      const { made, emit } = await waiting()
      await pass(100)
      emit(type)
      expect([made.attempts.length, made.channel.status]).toEqual([
        2,
        { name: 'connecting', attempt: 2 },
      ])
      made.channel.abort()
    },
  )

  it('leave an attempt that runs and an open connection alone', async () => {
    const { made, emit } = networked()
    const all = ['online', 'visibilitychange', 'pageshow', 'resume']
    for (const type of all) emit(type)
    await pass()
    for (const type of all) emit(type)
    made.socket.open()
    await pass()
    for (const type of all) emit(type)
    expect([made.sockets.length, made.statuses.map(({ name }) => name)]).toEqual([
      1,
      ['connecting', 'open'],
    ])
    made.channel.abort()
  })

  it('begin at most one attempt a second: the rest of that second is waited for', async () => {
    const { made, emit } = await waiting()
    emit('online')
    await pass(300)
    await fail(made)
    emit('visibilitychange')
    emit('pageshow')
    expect([made.attempts.length, made.channel.status]).toMatchObject([2, { delay: 700 }])
    await pass(699)
    expect(made.attempts).toHaveLength(2)
    await pass(1)
    expect(made.attempts).toHaveLength(3)
    made.channel.abort()
  })

  it('in a storm begin one attempt a second', async () => {
    const { made, emit } = await waiting()
    for (let time = 0; time < 10_000; time += 50) {
      emit('online')
      emit('offline')
      emit('online')
      if (made.channel.status.name === 'connecting') made.socket.fail()
      await pass(50)
    }
    expect(made.attempts.length).toBeLessThanOrEqual(12)
    expect(made.attempts.length).toBeGreaterThanOrEqual(10)
    made.channel.abort()
  })

  it('have no listeners after the end', async () => {
    const network = new EventTarget()
    const add = vi.spyOn(network, 'addEventListener')
    const remove = vi.spyOn(network, 'removeEventListener')
    const made = await opened({ network })
    made.socket.end(1000, '')
    await pass()
    expect(made.channel.state).toBe('closed')
    expect(add).toHaveBeenCalledTimes(5)
    expect(remove.mock.calls).toEqual(add.mock.calls)
  })
})
