const clean = { reason: '', wasClean: true, initiator: 'local' }
const withoutCode = { code: 1005, ...clean }
const cutShort = 'ConnectionClosedError'

const unsubscribing = [['a', 'complete'], ['b', 'complete'], 'open']
const iterating = ['a', 'b', 'open', 'closing', 'closed']
const states = ['open', 'closing', 'closed', 'complete']
const inOrder = { state: 'open', end: 'complete', count: 1_000, outOfOrder: [] }

/** What has to come of each check, by the file of `consumers` that it is in. */
export const wanted: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  observables: {
    'from(stream) and its operators deliver every message in order': inOrder,
    'unsubscribing leaves the channel open, and the next subscription gets what follows':
      unsubscribing,
    'from(states) emits each state': states,
    'addStream sends what a source emits and leaves the channel open': [
      'open',
      ['a', '1', '0', '1'],
    ],
    'addStream rejects with the error of a source': [true, 'open'],
    'addStream unsubscribes from a silent source at once when the channel closes': [1, 1, cutShort],
    'addStream stops a source that emits in one go when the channel is aborted': [3, cutShort],
    'a sink sends what its Observable emits, then closes': [['a', 'b', 'complete'], withoutCode],
    'a sink closes with the error of its Observable': [true, withoutCode],
    'for await reads stream and states': iterating,
  },
  rxjs7: {
    'firstValueFrom, again and again, misses nothing': ['a', 'b', 'c'],
    'operators apply to stream without from': [
      [1, 2],
      [1, 2],
    ],
    'retry connects again after a failed opening': [3, 'Hello!'],
    'webSocket is a Subject of the same copy, and works with its operators': [
      true,
      true,
      ['a', 'b'],
    ],
    'shareReplay repeats the last messages for a late subscriber': [
      ['a', 'b', 'c'],
      ['b', 'c'],
    ],
    'stream and states are instances of Observable': [true, true],
  },
  // Twice where there are two kinds of Observables.
  rxjs9: {
    'Observable.from(stream) and its operators deliver every message in order': inOrder,
    'unsubscribing leaves the channel open, and the next subscription gets what follows':
      unsubscribing,
    'Observable.from(stream) errors as the stream does': ['error', cutShort, 4000],
    'Observable.from(states) emits each state': states,
    'addStream sends what a source emits and leaves the channel open': [
      'open',
      ['a', 'b', 'a', 'b', 'c'],
    ],
    'addStream rejects with the error of a source': [true, true, 'open'],
    'addStream unsubscribes from a silent source at once when the channel closes': [
      [1, 1, cutShort],
      [1, 1, cutShort],
    ],
    'addStream stops a source that emits in one go when the channel is aborted': [
      [3, cutShort],
      [3, cutShort],
    ],
    'a sink sends what its Observable emits, then closes': [
      [['a', 'b', 'complete'], withoutCode],
      [['a', 'b', 'complete'], withoutCode],
    ],
    'a sink closes with the error of its Observable': [
      [true, withoutCode],
      [true, withoutCode],
    ],
    'for await reads stream and states': iterating,
  },
}
