import { Subject } from 'rxjs'
import { describe, expect, it } from 'vitest'
import { ConnectionClosedError } from '../../../src/core/errors.js'
import { nextTask } from '../../../src/core/sending/next-task.js'
import { RecordedSink } from './recorded-sink.js'

const clean = { code: 1000, reason: '', wasClean: true }

describe('addStream', () => {
  it('adds all values, and resolves when they have left `bufferedAmount`', async () => {
    const link = new RecordedSink().open()
    link.buffered = 3
    let isDone = false
    const added = link.sink.addStream(['a', 'b']).then(() => (isDone = true))
    await Promise.resolve()
    link.buffered = 5
    await nextTask()
    expect([link.sent, isDone]).toEqual([['a', 'b'], false])
    link.buffered = 0
    await added
  })

  it('does not wait for what others add behind it', async () => {
    const link = new RecordedSink().open()
    link.buffered = 2
    const added = link.sink.addStream(['ab'])
    await nextTask()
    link.sink.add('later')
    // What is left is what was added later.
    link.buffered = 5
    await added
  })

  it('pulls no more while the sink is not ready', async () => {
    const link = new RecordedSink(4).open()
    const pulled: number[] = []
    function* values(): Generator<string> {
      for (let count = 0; count < 3; count++) {
        pulled.push(count)
        yield 'four'
        link.buffered = 4
      }
    }
    const added = link.sink.addStream(values())
    await nextTask()
    expect(pulled).toEqual([0, 1])
    link.end()
    await expect(added).rejects.toBeInstanceOf(ConnectionClosedError)
  })

  it('unsubscribes its source and rejects when the channel ends first', async () => {
    const link = new RecordedSink().open()
    const source = new Subject<string>()
    const added = link.sink.addStream(source)
    source.next('a')
    link.end({ close: { code: 1011, reason: 'down', wasClean: true } })
    await expect(added).rejects.toMatchObject({ code: 1011, reason: 'down' })
    expect(source.observed).toBe(false)
  })

  it('resolves when the channel ended cleanly after everything was sent', async () => {
    const link = new RecordedSink().open()
    link.buffered = 1
    const added = link.sink.addStream(['a'])
    await nextTask()
    link.buffered = 0
    link.end({ close: clean })
    await added
  })

  it('rejects at once after the end', async () => {
    const link = new RecordedSink().open()
    link.end()
    await expect(link.sink.addStream(['a'])).rejects.toBeInstanceOf(ConnectionClosedError)
    expect(link.sent).toEqual([])
  })

  it('rejects with what the source rejects with', async () => {
    const link = new RecordedSink().open()
    const source = new Subject<string>()
    const added = link.sink.addStream(source)
    const error = new Error('broken')
    source.error(error)
    await expect(added).rejects.toBe(error)
  })
})
