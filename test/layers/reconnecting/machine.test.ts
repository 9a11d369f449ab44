import { describe, expect, it } from 'vitest'
import {
  type Action,
  failuresAfter,
  type MachineEvent,
  type MachineState,
  startingState,
  step,
} from '../../../src/layers/reconnecting/machine.js'

const NOW = 10_000
const known = { failures: 2, isOffline: false, wokenAt: -Infinity }

/** Each state, as it is before the event. The connection of `open` has lasted. */
const states = {
  starting: { ...known, name: 'starting' },
  connecting: { ...known, name: 'connecting' },
  open: { ...known, name: 'open', openedAt: 1_000 },
  waiting: { ...known, name: 'waiting', until: 12_000, notBefore: 0, isWoken: false },
  'closing before the start': { ...known, name: 'closing', during: 'start' },
  'closing during an attempt': { ...known, name: 'closing', during: 'attempt' },
  'closing a connection': { ...known, name: 'closing', during: 'connection' },
  'closing after a wait': { ...known, name: 'closing', during: 'wait' },
  closed: { ...known, name: 'closed' },
} satisfies Record<string, MachineState>

const events = {
  due: { type: 'due', time: NOW },
  opened: { type: 'opened', time: NOW },
  lost: {
    type: 'lost',
    time: NOW,
    failures: 3,
    delay: 700,
    leastDelay: 300,
    isForced: false,
  },
  reconnect: { type: 'reconnect', time: NOW, minUptime: 5_000 },
  online: { type: 'online', time: NOW },
  offline: { type: 'offline' },
  woken: { type: 'woken', time: NOW },
  close: { type: 'close' },
  end: { type: 'end' },
} satisfies { readonly [Type in MachineEvent['type']]: MachineEvent & { readonly type: Type } }

type StateName = keyof typeof states
type EventName = keyof typeof events

/** The state after the event, and the actions; `stays` if the event changes nothing. */
type Cell = 'stays' | readonly [MachineState, ...Action[]]

const closed: Cell = [{ ...known, name: 'closed' }, 'drop']
const connecting: MachineState = { ...known, name: 'connecting' }
const waiting: MachineState = {
  ...known,
  name: 'waiting',
  until: NOW + 700,
  notBefore: NOW + 300,
  isWoken: false,
}
const closing = (during: 'start' | 'attempt' | 'connection' | 'wait'): MachineState => ({
  ...known,
  name: 'closing',
  during,
})

const allStay: Readonly<Record<EventName, Cell>> = {
  due: 'stays',
  opened: 'stays',
  lost: 'stays',
  reconnect: 'stays',
  online: 'stays',
  offline: 'stays',
  woken: 'stays',
  close: 'stays',
  end: 'stays',
}

/** What most states do: they note that the page is offline, and end. */
const most = (name: StateName) => ({
  ...allStay,
  offline: [{ ...states[name], isOffline: true }] as const,
  end: closed,
})

const table: Readonly<Record<StateName, Readonly<Record<EventName, Cell>>>> = {
  starting: {
    ...most('starting'),
    due: [connecting, 'attempt'],
    close: [closing('start')],
  },
  connecting: {
    ...most('connecting'),
    opened: [{ ...known, name: 'open', openedAt: NOW }],
    lost: [{ ...waiting, failures: 3 }, 'wait'],
    close: [closing('attempt')],
  },
  open: {
    ...most('open'),
    lost: [{ ...waiting, failures: 3 }, 'wait'],
    reconnect: [{ ...connecting, failures: 0 }, 'replace', 'attempt'],
    close: [closing('connection'), 'close'],
  },
  waiting: {
    ...allStay,
    due: [connecting, 'attempt'],
    reconnect: [connecting, 'attempt'],
    online: [{ ...connecting, wokenAt: NOW }, 'attempt'],
    offline: [{ ...states.waiting, isOffline: true, until: Infinity }, 'wait'],
    woken: [{ ...connecting, wokenAt: NOW }, 'attempt'],
    close: [closing('wait'), 'end'],
    end: closed,
  },
  'closing before the start': {
    ...most('closing before the start'),
    due: [closing('attempt'), 'attempt'],
  },
  'closing during an attempt': {
    ...most('closing during an attempt'),
    opened: [closing('connection'), 'close'],
  },
  'closing a connection': most('closing a connection'),
  'closing after a wait': most('closing after a wait'),
  closed: allStay,
}

const stateNames = Object.keys(states) as StateName[]
const eventNames = Object.keys(events) as EventName[]
const cells = stateNames.flatMap((state) => eventNames.map((event) => [state, event] as const))

describe('the machine', () => {
  it('has a cell for every state and every event', () => {
    expect(Object.keys(table)).toEqual(stateNames)
    for (const row of Object.values(table)) {
      expect(Object.keys(row).sort()).toEqual([...eventNames].sort())
    }
    expect(cells).toHaveLength(81)
  })

  it.each(cells)('goes from "%s" on "%s" as the table says', (stateName, eventName) => {
    const before = states[stateName]
    const cell = table[stateName][eventName]
    const [state, ...actions] = cell === 'stays' ? [before] : cell
    expect(step(Object.freeze({ ...before }), events[eventName])).toEqual({ state, actions })
  })

  it.each(eventNames)('never leaves "closed", on "%s" neither', (eventName) => {
    const before = states.closed
    expect(step(before, events[eventName]).state).toBe(before)
  })

  it('starts without failures, online or offline', () => {
    const fresh = { name: 'starting', failures: 0, wokenAt: -Infinity }
    expect([true, false].map((isOffline) => startingState({ isOffline }))).toEqual([
      { ...fresh, isOffline: true },
      { ...fresh, isOffline: false },
    ])
  })
})

describe('the machine while the page is offline', () => {
  const offline = { ...known, isOffline: true }
  const asleep: MachineState = { ...states.waiting, ...offline, until: Infinity }

  it('waits without a time instead of the first attempt', () => {
    expect(step({ ...offline, name: 'starting' }, events.due)).toEqual({
      state: { ...asleep, notBefore: -Infinity },
      actions: ['wait'],
    })
  })

  it('ends instead of the first attempt if `close` was called', () => {
    expect(step({ ...offline, name: 'closing', during: 'start' }, events.due)).toEqual({
      state: { ...offline, name: 'closing', during: 'wait' },
      actions: ['end'],
    })
  })

  it.each(['connecting', 'open'] as const)(
    'waits without a time after a loss from "%s"',
    (name) => {
      const { state, actions } = step({ ...states[name], isOffline: true }, events.lost)
      expect([state, actions]).toMatchObject([
        { name: 'waiting', until: Infinity, notBefore: NOW + 300, isOffline: true },
        ['wait'],
      ])
    },
  )

  it('waits for the delay all the same if `reconnect()` asked for the attempt', () => {
    const { state } = step(
      { ...states.connecting, isOffline: true },
      { ...events.lost, delay: 0, isForced: true },
    )
    expect(state).toMatchObject({ name: 'waiting', until: NOW, isOffline: true })
  })

  it('ignores that the page is visible again', () => {
    expect(step(asleep, events.woken)).toEqual({ state: asleep, actions: [] })
  })

  it('connects on `reconnect()`, and is still offline', () => {
    for (const state of [asleep, { ...offline, name: 'starting' } as const]) {
      expect(step(state, events.reconnect)).toEqual({
        state: { ...offline, name: 'connecting' },
        actions: ['attempt'],
      })
    }
  })

  it('connects when the page is online', () => {
    expect(step(asleep, events.online)).toEqual({
      state: { ...connecting, wokenAt: NOW },
      actions: ['attempt'],
    })
  })

  it('lets an attempt that runs go on', () => {
    const during: MachineState = { ...states.connecting, isOffline: true }
    expect(step(during, events.opened)).toEqual({
      state: { ...offline, name: 'open', openedAt: NOW },
      actions: [],
    })
  })
})

describe('failures in a row', () => {
  it.each([
    ['a connection that lasted exactly `minUptime`', states.open, 6_000, 0],
    ['a connection that lasted 1 ms less', states.open, 5_999, 3],
    ['an attempt, however long it took', states.connecting, 1e9, 3],
    ['a connection that this side closed', states['closing a connection'], 0, 0],
    ['an attempt that `close` was called during', states['closing during an attempt'], 1e9, 3],
  ] as const)('after %s', (...[, state, time, failures]) => {
    expect(failuresAfter(state, time, 5_000)).toBe(failures)
  })

  it('are 0 after every connection if `minUptime` is 0', () => {
    expect(failuresAfter(states.open, states.open.openedAt, 0)).toBe(0)
  })

  it('grow after every connection if `minUptime` is Infinity', () => {
    expect(failuresAfter(states.open, Number.MAX_VALUE, Infinity)).toBe(3)
  })

  it('stay as they are when `reconnect()` replaces a connection that has not lasted', () => {
    const { state } = step({ ...states.open, openedAt: NOW - 1 }, events.reconnect)
    expect(state).toEqual(connecting)
  })
})
