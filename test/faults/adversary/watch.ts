import type { Channel, ChannelState, CloseInfo } from '../../../src/core/channel.js'
import type { Frame } from '../../../src/core/frame.js'

/** The channel kinds that the faults are tried on all share this. */
export type AnyChannel = Channel<Frame, never>

/** What one subscription of `stream` received, in order. */
export type Signal =
  | { readonly kind: 'frame'; readonly frame: Frame }
  | { readonly kind: 'error'; readonly error: unknown }
  | { readonly kind: 'complete' }

/** How a promise settled. */
export type Settled =
  | { readonly kind: 'resolved'; readonly value: unknown }
  | { readonly kind: 'rejected'; readonly error: unknown }

/** Everything that a channel emitted since it was created. */
export interface Watch {
  readonly signals: Signal[]
  readonly states: (ChannelState | 'complete')[]
  readonly ready: () => Settled | undefined
  readonly done: () => Settled | undefined
  /** Frames up to now. */
  readonly frames: () => Frame[]
  /** Resolves when `closed`, `ready`, `done` and the subscription have all ended. */
  readonly ended: Promise<CloseInfo>
}

/** Watches a channel from now on. */
export function watch(channel: AnyChannel): Watch {
  const signals: Signal[] = []
  const states: (ChannelState | 'complete')[] = []
  const ready = outcomeOf(channel.ready)
  const done = outcomeOf(channel.sink.done)
  const streamEnded = new Promise<void>((resolve) => {
    channel.stream.subscribe({
      next: (frame) => signals.push({ kind: 'frame', frame }),
      error: (error: unknown) => resolve(void signals.push({ kind: 'error', error })),
      complete: () => resolve(void signals.push({ kind: 'complete' })),
    })
  })
  const statesEnded = new Promise<void>((resolve) => {
    channel.states.subscribe({
      next: (state) => states.push(state),
      complete: () => resolve(void states.push('complete')),
    })
  })
  const rest = [ready.settled, done.settled, streamEnded, statesEnded]
  return {
    signals,
    states,
    ready: ready.outcome,
    done: done.outcome,
    frames: () => signals.flatMap((signal) => (signal.kind === 'frame' ? [signal.frame] : [])),
    ended: Promise.all([channel.closed, ...rest]).then(([info]) => info),
  }
}

/** The error that `stream` ended with; `undefined` if it completed or has not ended. */
export function errorOf(seen: Watch): unknown {
  const last = seen.signals.at(-1)
  return last?.kind === 'error' ? last.error : undefined
}

/** The broken invariants of a channel that has ended; empty if all hold. */
export function brokenInvariants(channel: AnyChannel, seen: Watch): string[] {
  const terminals = seen.signals.filter((signal) => signal.kind !== 'frame')
  const order = ['connecting', 'open', 'closing', 'closed', 'complete']
  const places = seen.states.map((state) => order.indexOf(state))
  const claims: readonly (readonly [string, boolean])[] = [
    ['the subscription got exactly one terminal signal', terminals.length === 1],
    ['nothing came after it', seen.signals.at(-1)?.kind !== 'frame'],
    ['the state is closed', channel.state === 'closed'],
    ['the states only moved on', places.every((place, at) => place > (places[at - 1] ?? -1))],
    ['the states included the end', seen.states.slice(-2).join() === 'closed,complete'],
    ['there is a close code', Number.isInteger(channel.closeCode)],
    ['there is a close reason', typeof channel.closeReason === 'string'],
    ['done resolved', seen.done()?.kind === 'resolved'],
    ['ready and stream failed alike', failedAlike(seen)],
  ]
  return claims.flatMap(([claim, holds]) => (holds ? [] : [claim]))
}

function failedAlike(seen: Watch): boolean {
  const ready = seen.ready()
  return ready?.kind === 'resolved' || (ready?.kind === 'rejected' && ready.error === errorOf(seen))
}

function outcomeOf(promise: Promise<unknown>): {
  settled: Promise<void>
  outcome: () => Settled | undefined
} {
  let outcome: Settled | undefined
  const settled = promise.then(
    (value) => void (outcome = { kind: 'resolved', value }),
    (error: unknown) => void (outcome = { kind: 'rejected', error }),
  )
  return { settled, outcome: () => outcome }
}
