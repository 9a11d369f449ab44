import { setTimeout } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { Subject } from 'rxjs'
import { expect, it } from 'vitest'
import { SnapshotStore } from '../../../src/react/snapshot-store.js'

/** Returns a function that collects garbage. */
function garbageCollector(): () => void {
  setFlagsFromString('--expose-gc')
  return runInNewContext('gc') as () => void
}

it('keeps no data of the stream before, once another one has emitted', async () => {
  const collectGarbage = garbageCollector()
  const store = new SnapshotStore<object>(undefined)
  function emitOnce(): WeakRef<object> {
    const stream = new Subject<object>()
    const data = {}
    const unsubscribe = store.subscribe(stream, () => undefined)
    stream.next(data)
    expect(store.snapshotOf(stream).data).toBe(data)
    unsubscribe()
    return new WeakRef(data)
  }
  const before = emitOnce()
  const last = emitOnce()
  // A WeakRef keeps its object until the end of the task.
  await setTimeout(1)
  collectGarbage()
  expect(before.deref()).toBeUndefined()
  expect(last.deref()).toBeDefined()
})
