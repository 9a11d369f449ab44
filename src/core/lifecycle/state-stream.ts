import { Observable } from 'rxjs'
import type { ChannelState } from '../channel.js'
import type { Consumer } from '../receiving/deliver.js'
import { FrameIterator, type FrameSource } from '../receiving/frame-iterator.js'
import type { Weigher } from '../frame-queue.js'
import { inMicrotask } from '../microtask.js'

/** A value that changes. */
export interface ChangingValue<T> {
  readonly value: T
  /** Calls an observer at each change, until the function that it returns is called. */
  observe(observer: () => void): () => void
  /** Whether no value follows. */
  isLast(value: T): boolean
}

const weightless: Weigher<ChannelState> = { exactly: () => 0, atMost: () => 0 }

/**
 * Emits the current state, then each later one in a microtask, so that every subscriber gets them in order whatever a handler
 * does; completes after 'closed'. An iterator keeps the states that it has not taken.
 */
export class StateStream extends Observable<ChannelState> implements AsyncIterable<ChannelState> {
  readonly #state: ChangingValue<ChannelState>

  constructor(state: ChangingValue<ChannelState>) {
    super((subscriber) => emitValues(state, subscriber))
    this.#state = state
  }

  [Symbol.asyncIterator](): AsyncIterableIterator<ChannelState, undefined> {
    let stop: (() => void) | undefined
    const source: FrameSource<ChannelState, ChannelState> = {
      join: (reader) => {
        stop = emitValues(this.#state, reader)
      },
      leave: () => stop?.(),
      open: (state) => state,
      hold: (state, buffer) => buffer.push(state),
      updatePause: () => undefined,
    }
    return new FrameIterator(source, weightless)
  }
}

/** Emits the value, then each other one in a microtask, until the last one or until the function that it returns is called. */
export function emitValues<T>(changing: ChangingValue<T>, consumer: Consumer<T>): () => void {
  const emit = (value: T): void => {
    consumer.next(value)
    if (changing.isLast(value)) consumer.complete()
  }
  let last = changing.value
  // Before the first value, whose handler may change it.
  const stop = changing.observe(() => {
    const { value } = changing
    if (value === last) return
    last = value
    inMicrotask(() => {
      emit(value)
    })
  })
  emit(last)
  return stop
}
