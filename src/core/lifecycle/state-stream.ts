import { Observable } from 'rxjs'
import type { ChannelState } from '../channel.js'
import type { Consumer } from '../receiving/deliver.js'
import { FrameIterator, type FrameSource } from '../receiving/frame-iterator.js'
import type { Weigher } from '../frame-queue.js'
import { inMicrotask } from '../microtask.js'

/** What the states of a channel are read from. */
export interface StatePort {
  readonly state: ChannelState
  /** Calls an observer at each change, until the function that it returns is called. */
  observe(observer: () => void): () => void
}

const weightless: Weigher<ChannelState> = { exactly: () => 0, atMost: () => 0 }

/**
 * Emits the current state, then each later one in a microtask, so that every subscriber gets them in order whatever a handler
 * does; completes after 'closed'. An iterator keeps the states that it has not taken.
 */
export class StateStream extends Observable<ChannelState> implements AsyncIterable<ChannelState> {
  readonly #port: StatePort

  constructor(port: StatePort) {
    super((subscriber) => emitStates(port, subscriber))
    this.#port = port
  }

  [Symbol.asyncIterator](): AsyncIterableIterator<ChannelState, undefined> {
    let stop: (() => void) | undefined
    const source: FrameSource<ChannelState, ChannelState> = {
      join: (reader) => {
        stop = emitStates(this.#port, reader)
      },
      leave: () => stop?.(),
      open: (state) => state,
      hold: (state, buffer) => buffer.push(state),
      updatePause: () => undefined,
    }
    return new FrameIterator(source, weightless)
  }
}

/** Emits states until the function that it returns is called. */
function emitStates(port: StatePort, consumer: Consumer<ChannelState>): () => void {
  const emit = (state: ChannelState): void => {
    consumer.next(state)
    if (state === 'closed') consumer.complete()
  }
  let last = port.state
  // Before the first value, whose handler may change the state.
  const stop = port.observe(() => {
    const { state } = port
    if (state === last) return
    last = state
    inMicrotask(() => {
      emit(state)
    })
  })
  emit(last)
  return stop
}
