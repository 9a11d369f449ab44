import { NEVER, Observable, of, Subject, take, throwError } from 'rxjs'
import { expect, it } from 'vitest'
import type { AsyncSnapshot } from '../../src/layers/async-snapshot.js'
import { snapshots } from '../../src/layers/snapshots.js'

const none = { data: undefined, hasData: false, error: undefined, hasError: false }
const waiting = { connectionState: 'waiting', ...none }

function recorder<T>() {
  const seen: (AsyncSnapshot<T> | 'complete')[] = []
  const observer = {
    next: (snapshot: AsyncSnapshot<T>) => seen.push(snapshot),
    complete: () => seen.push('complete'),
  }
  return { seen, observer }
}

it('emits a snapshot on subscribing, for each value and at the end', () => {
  const { seen, observer } = recorder<string>()
  of('a', 'b').pipe(snapshots()).subscribe(observer)
  expect(seen).toEqual([
    waiting,
    { ...none, connectionState: 'active', data: 'a', hasData: true },
    { ...none, connectionState: 'active', data: 'b', hasData: true },
    { ...none, connectionState: 'done', data: 'b', hasData: true },
    'complete',
  ])
})

it('emits an error as a snapshot without data, and completes', () => {
  const { seen, observer } = recorder<string>()
  const source = new Subject<string>()
  source.pipe(snapshots('initial')).subscribe(observer)
  source.error(undefined)
  expect(seen).toEqual([
    { ...none, connectionState: 'waiting', data: 'initial', hasData: true },
    { ...none, connectionState: 'done', hasError: true },
    'complete',
  ])
})

it('keeps the error that it emits', () => {
  const { seen, observer } = recorder<never>()
  const error = new Error('network unreachable')
  throwError(() => error)
    .pipe(snapshots())
    .subscribe(observer)
  expect(seen.slice(1)).toEqual([
    { connectionState: 'done', data: undefined, hasData: false, error, hasError: true },
    'complete',
  ])
})

it('counts every value but undefined as data', () => {
  const { seen, observer } = recorder<unknown>()
  of(null, 0, '', false, undefined).pipe(snapshots()).subscribe(observer)
  const hadData = seen.map((snapshot) => snapshot !== 'complete' && snapshot.hasData)
  expect(hadData).toEqual([false, true, true, true, true, false, false, false])
})

it('unsubscribes from its source', () => {
  const source = new Subject<string>()
  const subscription = source.pipe(snapshots()).subscribe()
  subscription.unsubscribe()
  expect(source.observed).toBe(false)
  NEVER.pipe(snapshots()).subscribe().unsubscribe()
})

it('does not subscribe to its source if the subscriber leaves at the first snapshot', () => {
  const source = new Subject<string>()
  const first: unknown[] = []
  const subscription = source.pipe(snapshots()).subscribe((snapshot) => {
    first.push(snapshot)
  })
  subscription.unsubscribe()
  source.next('later')
  expect(first).toEqual([waiting])
})

it('stops a source that emits inside `subscribe` when its subscriber has unsubscribed', () => {
  const { seen, observer } = recorder<number>()
  let count = 0
  const source = new Observable<number>((subscriber) => {
    while (!subscriber.closed && count < 1000) subscriber.next(++count)
  })
  source.pipe(snapshots(), take(3)).subscribe(observer)
  expect([count, seen.length]).toEqual([2, 4])
})

it('does not subscribe to a source of which nobody wants more than the first snapshot', () => {
  const { seen, observer } = recorder<never>()
  let subscriptions = 0
  const source = new Observable<never>(() => {
    subscriptions++
  })
  source.pipe(snapshots(), take(1)).subscribe(observer)
  expect([subscriptions, seen]).toEqual([0, [waiting, 'complete']])
})
