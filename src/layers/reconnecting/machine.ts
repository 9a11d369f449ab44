/** What every state knows. Times are monotonic milliseconds. */
interface Known {
  /** Failed attempts in a row. The number of the attempt that runs, or comes, is one more. */
  readonly failures: number
  readonly isOffline: boolean
  /** When an event of the page began an attempt last. */
  readonly wokenAt: number
}

/** The first attempt begins in a microtask. */
interface Starting extends Known {
  readonly name: 'starting'
}

/** An attempt is under way. */
interface Connecting extends Known {
  readonly name: 'connecting'
}

/** There is a connection. */
interface Open extends Known {
  readonly name: 'open'
  readonly openedAt: number
}

/** The next attempt is to come. */
interface Waiting extends Known {
  readonly name: 'waiting'
  /** When it begins; `Infinity` where only an event or `reconnect()` begins it. */
  readonly until: number
  /** Events of the page do not begin it before. */
  readonly notBefore: number
  /** Whether an event of the page has shortened the wait. */
  readonly isWoken: boolean
}

/**
 * `close` was called: while the first attempt was about to begin, during an attempt, during a connection, or during a wait, which
 * ends the channel.
 */
interface Closing extends Known {
  readonly name: 'closing'
  readonly during: 'start' | 'attempt' | 'connection' | 'wait'
}

interface Closed extends Known {
  readonly name: 'closed'
}

/** The state of a reconnecting channel, without its connection. */
export type MachineState = Starting | Connecting | Open | Waiting | Closing | Closed

/** An event that may change the state. `time` is the monotonic clock. */
export type MachineEvent =
  /** The time has come: for the first attempt, or for the next one. */
  | { readonly type: 'due'; readonly time: number }
  /** The attempt has brought a connection. */
  | { readonly type: 'opened'; readonly time: number }
  | Lost
  /** The user called `reconnect()`. */
  | { readonly type: 'reconnect'; readonly time: number; readonly minUptime: number }
  | { readonly type: 'online'; readonly time: number }
  | { readonly type: 'offline' }
  /** The page became visible, was shown or resumed. */
  | { readonly type: 'woken'; readonly time: number }
  /** The user called `close`. */
  | { readonly type: 'close' }
  /** The channel ends: it was aborted, failed, or does not come back. */
  | { readonly type: 'end' }

/** The attempt failed, or the connection was lost, and another attempt follows. */
interface Lost {
  readonly type: 'lost'
  readonly time: number
  /** Failed attempts in a row, this one included. */
  readonly failures: number
  /** Milliseconds until the next attempt. */
  readonly delay: number
  /** Milliseconds before which no event of the page begins it. */
  readonly leastDelay: number
  /** Whether `reconnect()` asked for it, so that it does not wait for the network. */
  readonly isForced: boolean
}

/** What is to be done, in this order. */
export type Action =
  /** Abort the attempt or the connection that there is: the channel has ended. */
  | 'drop'
  /** Abort the connection: another one replaces it. */
  | 'replace'
  /** Begin an attempt. */
  | 'attempt'
  /** Start the timer anew, for the time `until` of the state. */
  | 'wait'
  /** Close the connection, after what was added. */
  | 'close'
  /** End the channel, as closed by this side. */
  | 'end'

/** A state, and what is to be done on the way to it. */
export interface Step {
  readonly state: MachineState
  readonly actions: readonly Action[]
}

// Milliseconds: events of the page begin no more attempts than one in this time.
const BETWEEN_WAKES = 1_000

/** The first state. */
export function startingState({ isOffline }: Pick<Known, 'isOffline'>): MachineState {
  return { name: 'starting', failures: 0, isOffline, wokenAt: -Infinity }
}

/** Returns the failed attempts in a row once the attempt or connection of a state has ended by itself. */
export function failuresAfter(state: MachineState, time: number, minUptime: number): number {
  // A connection that this side closed has not failed.
  if (state.name === 'closing' && state.during === 'connection') return 0
  const hasLasted = state.name === 'open' && time - state.openedAt >= minUptime
  return hasLasted ? 0 : state.failures + 1
}

/** Returns the state after an event, and what is to be done. Pure and total: a closed channel never changes. */
export function step(state: MachineState, event: MachineEvent): Step {
  if (state.name === 'closed') return stay(state)
  switch (event.type) {
    case 'due':
      return due(state, event.time)
    case 'opened':
      return opened(state, event.time)
    case 'lost':
      return lost(state, event)
    case 'reconnect':
      return reconnect(state, event)
    case 'online':
      return woken({ ...state, isOffline: false }, event.time)
    case 'offline':
      return offline(state)
    case 'woken':
      return state.isOffline ? stay(state) : woken(state, event.time)
    case 'close':
      return close(state)
    case 'end':
      return { state: { ...known(state), name: 'closed' }, actions: ['drop'] }
  }
}

function due(state: MachineState, time: number): Step {
  if (state.name === 'closing' && state.during === 'start') {
    // Nobody knows when there will be a network.
    if (state.isOffline) return { state: { ...state, during: 'wait' }, actions: ['end'] }
    return { state: { ...state, during: 'attempt' }, actions: ['attempt'] }
  }
  if (state.name === 'starting' && state.isOffline) {
    const wait = { until: Infinity, notBefore: -Infinity, isWoken: false }
    return { state: { ...known(state), name: 'waiting', ...wait }, actions: ['wait'] }
  }
  if (state.name === 'waiting') {
    return connect(state.isWoken ? { ...state, wokenAt: time } : state)
  }
  return state.name === 'starting' ? connect(state) : stay(state)
}

function opened(state: MachineState, time: number): Step {
  if (state.name === 'connecting') {
    const { failures, isOffline, wokenAt } = state
    // A literal with all names: an object made by spreading has its own hidden class, and this one stays.
    const open: Open = { name: 'open', failures, isOffline, wokenAt, openedAt: time }
    return { state: open, actions: [] }
  }
  if (state.name !== 'closing' || state.during !== 'attempt') return stay(state)
  return { state: { ...state, during: 'connection' }, actions: ['close'] }
}

function lost(state: MachineState, event: Lost): Step {
  if (state.name !== 'connecting' && state.name !== 'open') return stay(state)
  const { time, failures, delay, leastDelay, isForced } = event
  const waits = isForced || !state.isOffline
  const waiting: Waiting = {
    ...known(state),
    name: 'waiting',
    failures,
    until: waits ? time + delay : Infinity,
    notBefore: time + leastDelay,
    isWoken: false,
  }
  return { state: waiting, actions: ['wait'] }
}

function reconnect(
  state: MachineState,
  { time, minUptime }: { readonly time: number; readonly minUptime: number },
): Step {
  const isIdle = state.name === 'waiting' || (state.name === 'starting' && state.isOffline)
  if (isIdle) return connect(state)
  if (state.name !== 'open') return stay(state)
  // It has not failed, so that only a connection that lasted changes the count.
  const failures = Math.min(state.failures, failuresAfter(state, time, minUptime))
  const { state: next } = connect({ ...state, failures })
  return { state: next, actions: ['replace', 'attempt'] }
}

function woken(state: MachineState, time: number): Step {
  if (state.name !== 'waiting') return stay(state)
  const begin = Math.max(time, state.notBefore, state.wokenAt + BETWEEN_WAKES)
  if (begin <= time) return connect({ ...state, wokenAt: time })
  if (begin >= state.until) return stay(state)
  return { state: { ...state, until: begin, isWoken: true }, actions: ['wait'] }
}

function offline(state: MachineState): Step {
  if (state.name !== 'waiting') return stay({ ...state, isOffline: true })
  return { state: { ...state, isOffline: true, until: Infinity }, actions: ['wait'] }
}

function close(state: MachineState): Step {
  switch (state.name) {
    case 'starting':
      return { state: { ...known(state), name: 'closing', during: 'start' }, actions: [] }
    case 'connecting':
      return { state: { ...known(state), name: 'closing', during: 'attempt' }, actions: [] }
    case 'open':
      return {
        state: { ...known(state), name: 'closing', during: 'connection' },
        actions: ['close'],
      }
    case 'waiting':
      return { state: { ...known(state), name: 'closing', during: 'wait' }, actions: ['end'] }
    case 'closing':
    case 'closed':
      return stay(state)
  }
}

function connect(state: MachineState): Step {
  return { state: { ...known(state), name: 'connecting' }, actions: ['attempt'] }
}

function stay(state: MachineState): Step {
  return { state, actions: [] }
}

function known({ failures, isOffline, wokenAt }: Known): Known {
  return { failures, isOffline, wokenAt }
}
