import { describe, expect, it } from 'vitest'
import { InvalidStateError } from '../../../src/core/errors.js'
import { RecordedSink } from './recorded-sink.js'

describe('before open', () => {
  it('queues what is added, and sends it in order on opening', () => {
    const link = new RecordedSink()
    link.sink.add('a')
    link.sink.next('b')
    expect([link.sent, link.sink.bufferedAmount, link.sink.hasQueued]).toEqual([[], 2, true])
    link.open()
    link.sink.add('c')
    expect([link.sent, link.sink.bufferedAmount]).toEqual([['a', 'b', 'c'], 0])
    expect(link.sink.isFlushed).toBe(true)
  })

  it('keeps a copy of bytes', () => {
    const link = new RecordedSink()
    const bytes = Uint8Array.of(1, 2)
    link.sink.add(bytes)
    bytes.fill(9)
    link.open()
    expect(link.sent).toEqual([Uint8Array.of(1, 2)])
  })
})

describe('`ready`', () => {
  it('resolves while less than `highWaterMark` is buffered', async () => {
    const link = new RecordedSink(10).open()
    link.buffered = 9
    await link.sink.ready
    expect(link.sink.isReady).toBe(true)
  })

  it('waits for bytes to leave, or for the end', async () => {
    const link = new RecordedSink(10).open()
    link.buffered = 10
    const ready = link.sink.ready
    expect(link.sink.isReady).toBe(false)
    link.buffered = 9
    await ready
    link.buffered = 10
    const later = link.sink.ready
    link.end()
    await later
  })

  it('resolves with nothing buffered where `highWaterMark` is 0', async () => {
    await new RecordedSink(0).open().sink.ready
  })
})

describe('after your own close', () => {
  it('throws for `add` and `addError`, and counts what `next` is given', () => {
    const link = new RecordedSink().open()
    void link.sink.close(1000)
    expect(() => {
      link.sink.add('late')
    }).toThrow(InvalidStateError)
    expect(() => {
      link.sink.addError(new Error('late'))
    }).toThrow(InvalidStateError)
    link.sink.next('late')
    link.sink.error(new Error('late'))
    link.sink.complete()
    expect([link.sent, link.sink.bufferedAmount, link.requests.length]).toEqual([[], 4, 1])
  })

  it('requests the close once, with the first arguments', () => {
    const link = new RecordedSink().open()
    void link.sink.close(4000, 'first')
    void link.sink.close(4001, 'second')
    expect(link.requests).toEqual([{ code: 4000, reason: 'first' }])
  })
})

describe('after the end', () => {
  it('counts what was never sent, and what is added later', () => {
    const link = new RecordedSink().open()
    link.end({}, 7)
    link.sink.add('late')
    expect([link.sent, link.sink.bufferedAmount]).toEqual([[], 11])
  })
})

it('passes the error of `error` and `addError` on', () => {
  const error = new Error('broken')
  const byObserver = new RecordedSink().open()
  byObserver.sink.error(error)
  const byMethod = new RecordedSink().open()
  byMethod.sink.addError(error)
  expect([byObserver.requests, byMethod.requests]).toEqual([
    [{ errorBox: { error } }],
    [{ errorBox: { error } }],
  ])
})
