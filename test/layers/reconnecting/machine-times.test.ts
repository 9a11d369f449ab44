import { describe, expect, it } from 'vitest'
import { type MachineState, step, type Step } from '../../../src/layers/reconnecting/machine.js'

type Waiting = Extract<MachineState, { readonly name: 'waiting' }>

const waiting: Waiting = {
  name: 'waiting',
  failures: 1,
  isOffline: false,
  wokenAt: -Infinity,
  until: 60_000,
  notBefore: 0,
  isWoken: false,
}

const woken = (state: MachineState, time: number): Step => step(state, { type: 'woken', time })
const online = (state: MachineState, time: number): Step => step(state, { type: 'online', time })

/** The attempt that began has failed at a time; the next one comes a minute later. */
function failed({ state }: Step, time: number, leastDelay = 0): MachineState {
  const more = { failures: 2, delay: 60_000, leastDelay, isForced: false }
  return step(state, { type: 'lost', time, ...more }).state
}

describe('an event of the page, while a channel waits', () => {
  it('begins an attempt at once, the first time', () => {
    expect(woken(waiting, 10_000)).toMatchObject({
      state: { name: 'connecting', wokenAt: 10_000 },
      actions: ['attempt'],
    })
  })

  it('within the second after that shortens the wait to the end of that second', () => {
    const state = failed(woken(waiting, 10_000), 10_200)
    expect(woken(state, 10_300)).toEqual({
      state: { ...state, until: 11_000, isWoken: true },
      actions: ['wait'],
    })
  })

  it('begins an attempt at once when that second is over, to the millisecond', () => {
    const state = failed(woken(waiting, 10_000), 10_200)
    expect(woken(state, 10_999)).toMatchObject({ state: { name: 'waiting', until: 11_000 } })
    expect(woken(state, 11_000)).toMatchObject({ state: { name: 'connecting', wokenAt: 11_000 } })
  })

  it('changes nothing when the wait is shortened already', () => {
    const { state } = woken(failed(woken(waiting, 10_000), 10_200), 10_300)
    for (const again of [woken(state, 10_400), online(state, 10_500)]) {
      expect(again).toEqual({ state, actions: [] })
    }
  })

  it('never makes a wait longer', () => {
    const state: Waiting = { ...waiting, wokenAt: 10_000, until: 10_500 }
    expect(woken(state, 10_300)).toEqual({ state, actions: [] })
  })

  it('counts the attempt at the end of the shortened wait as begun by an event', () => {
    const { state } = woken(failed(woken(waiting, 10_000), 10_200), 10_300)
    const begun = step(state, { type: 'due', time: 11_000 })
    expect(begun.state).toMatchObject({ name: 'connecting', wokenAt: 11_000 })
    expect(woken(failed(begun, 11_100), 11_200).state).toMatchObject({ until: 12_000 })
  })

  it('does not count an attempt that the timer began', () => {
    const begun = step(waiting, { type: 'due', time: 60_000 })
    expect(begun.state).toMatchObject({ wokenAt: -Infinity })
    expect(woken(failed(begun, 60_100), 60_200).actions).toEqual(['attempt'])
  })

  it('begins at most one attempt a second, however fast the attempts fail', () => {
    let state: MachineState = waiting
    let begun = 0
    for (let time = 0; time < 10_000; time += 10) {
      const isDue: boolean = state.name === 'waiting' && state.until <= time
      const next: Step = isDue ? step(state, { type: 'due', time }) : woken(state, time)
      if (next.actions.includes('attempt')) begun++
      state = next.state.name === 'connecting' ? failed(next, time) : next.state
    }
    expect(begun).toBe(10)
  })

  it.each([
    ['an attempt', { ...waiting, name: 'connecting' }],
    ['a connection', { ...waiting, name: 'open', openedAt: 0 }],
    ['an attempt that is to be closed', { ...waiting, name: 'closing', during: 'attempt' }],
  ] as const)('leaves %s alone', (_what, { until, notBefore, isWoken, ...state }) => {
    expect([until, notBefore, isWoken]).toEqual([60_000, 0, false])
    for (const next of [woken(state, 1), online(state, 1)]) {
      expect(next).toEqual({ state, actions: [] })
    }
  })
})

describe('the least delay', () => {
  it('is not cut short by events of the page, which shorten the wait to it', () => {
    const state: Waiting = { ...waiting, notBefore: 30_000 }
    for (const next of [woken(state, 10_000), online(state, 10_000)]) {
      expect(next).toEqual({ state: { ...state, until: 30_000, isWoken: true }, actions: ['wait'] })
    }
  })

  it('is over at its end, to the millisecond', () => {
    const state: Waiting = { ...waiting, notBefore: 30_000 }
    expect(woken(state, 29_999).state.name).toBe('waiting')
    expect(woken(state, 30_000).state.name).toBe('connecting')
  })

  it('is cut short by `reconnect()`', () => {
    const state: Waiting = { ...waiting, notBefore: 30_000 }
    const event = { type: 'reconnect', time: 10_000, minUptime: 5_000 } as const
    expect(step(state, event).state.name).toBe('connecting')
  })

  it('still holds when the page was offline meanwhile', () => {
    const state: Waiting = { ...waiting, notBefore: 30_000 }
    const { state: offline } = step(state, { type: 'offline' })
    expect(offline).toMatchObject({ until: Infinity, notBefore: 30_000 })
    expect(online(offline, 10_000)).toEqual({
      state: { ...state, until: 30_000, isWoken: true },
      actions: ['wait'],
    })
  })

  it('is no reason to begin later than the second between two events demands', () => {
    const state: Waiting = { ...waiting, notBefore: 10_500, wokenAt: 10_000 }
    expect(woken(state, 10_200).state).toMatchObject({ until: 11_000 })
  })
})

describe('a wait without a time', () => {
  it('ends with an event of the page', () => {
    expect(woken({ ...waiting, until: Infinity }, 10).actions).toEqual(['attempt'])
  })

  it('has a time again once an event came too early', () => {
    const state: Waiting = { ...waiting, until: Infinity, wokenAt: 0 }
    expect(woken(state, 10).state).toMatchObject({ until: 1_000 })
  })
})
