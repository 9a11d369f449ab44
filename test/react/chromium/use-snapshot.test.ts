import { createElement, type ReactElement, useMemo } from 'react'
import { BehaviorSubject, map, NEVER, type Observable, of, scan, Subject } from 'rxjs'
import { describe, expect, it } from 'vitest'
import { channelPair } from '../../../src/index.js'
import { useSnapshot } from '../../../src/react.js'
import { mount, mountPlainly } from './mount.js'
import { takeComplaints } from './no-complaints.js'
import { expectLast, nothing, Probe, shown, snapshot } from './probe-snapshot.js'

describe('snapshots', () => {
  it('begin with none without a stream, and with waiting with one', () => {
    mount(createElement(Probe, { stream: undefined }))
    mount(createElement(Probe, { stream: NEVER }))
    expect(shown).toEqual([snapshot('none', undefined), snapshot('waiting', undefined)])
  })

  it('begin with the initial data, which is ignored later', async () => {
    const mounted = mount(createElement(Probe, { stream: undefined, initialData: 'first' }))
    mounted.render(createElement(Probe, { stream: NEVER, initialData: 'second' }))
    expect(shown).toEqual([snapshot('none', 'first'), snapshot('waiting', 'first')])
    mounted.render(createElement(Probe, { stream: of('third') }))
    await expectLast(snapshot('done', 'third'))
  })

  it('follow the stream to its completion', async () => {
    const stream = new Subject<string>()
    mount(createElement(Probe, { stream }))
    stream.next('a')
    await expectLast(snapshot('active', 'a'))
    stream.next('b')
    await expectLast(snapshot('active', 'b'))
    stream.complete()
    await expectLast(snapshot('done', 'b'))
    expect(shown).toHaveLength(4)
  })

  it('end with an error and without data', async () => {
    const stream = new Subject<string>()
    const error = new Error('Lost')
    mount(createElement(Probe, { stream, initialData: 'first' }))
    stream.next('a')
    stream.error(error)
    await expectLast({ ...nothing, connectionState: 'done', error, hasError: true })
  })

  it('have the data of the stream before until another stream emits', async () => {
    const [first, second] = [new Subject<string>(), new Subject<string>()]
    const mounted = mount(createElement(Probe, { stream: first }))
    first.next('a')
    await expectLast(snapshot('active', 'a'))
    mounted.render(createElement(Probe, { stream: second }))
    expect(shown.at(-1)).toEqual(snapshot('waiting', 'a'))
    expect(first.observed).toBe(false)
    first.next('late')
    second.next('b')
    await expectLast(snapshot('active', 'b'))
    mounted.render(createElement(Probe, { stream: undefined }))
    expect(shown.at(-1)).toEqual(snapshot('none', 'b'))
    expect(second.observed).toBe(false)
  })

  it('have the error of the stream before until another stream emits', async () => {
    const error = new Error('Lost')
    const [first, second] = [new Subject<string>(), new Subject<string>()]
    const mounted = mount(createElement(Probe, { stream: first }))
    first.error(error)
    await expect.poll(() => shown.at(-1)?.hasError).toBe(true)
    mounted.render(createElement(Probe, { stream: second }))
    const expected = { ...nothing, connectionState: 'waiting', error, hasError: true }
    expect(shown.at(-1)).toEqual(expected)
    second.next('b')
    await expectLast(snapshot('active', 'b'))
  })

  it('have what a stream emits when it is subscribed', async () => {
    mount(createElement(Probe, { stream: of(1, 2, 3) }))
    await expectLast(snapshot('done', 3))
  })

  it('unsubscribe at unmounting', () => {
    const stream = new Subject<string>()
    const mounted = mount(createElement(Probe, { stream }))
    expect(stream.observed).toBe(true)
    mounted.unmount()
    expect(stream.observed).toBe(false)
  })
})

const endless = new Error('Cannot use another stream in each render: memoise it with useMemo')

describe('a stream that is made in each render', () => {
  it('is subscribed again for each message, and misses none', async () => {
    const [client, server] = channelPair()
    const seen: unknown[] = []
    let renders = 0
    function Inline(): null {
      renders += 1
      useSnapshot(client.stream.pipe(scan((_, message) => seen.push(message), 0)))
      return null
    }
    mountPlainly(createElement(Inline))
    for (const text of ['a', 'b', 'c']) {
      server.sink.add(text)
      await new Promise((resolve) => setTimeout(resolve, 40))
    }
    expect(seen).toEqual(['a', 'b', 'c'])
    expect(renders).toBe(4)
  })

  it('may emit at once many times, if the stream before it did not', async () => {
    const source = new Subject<number>()
    let last: unknown
    function Inline(): null {
      last = useSnapshot(source.pipe(map((value) => value))).data
      return null
    }
    const mounted = mountPlainly(createElement(Inline))
    for (let count = 1; count <= 60; count += 1) {
      source.next(count)
      // React renders in this microtask, and subscribes to the next stream.
      await Promise.resolve()
      expect(last).toBe(count)
      source.next(-count)
      await expect.poll(() => last, { interval: 5 }).toBe(-count)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    expect(mounted.failure).toBeUndefined()
  })

  it.each<[string, () => Observable<unknown>]>([
    ['emits when it is subscribed', () => of(1)],
    ['has a current value', () => new BehaviorSubject(1)],
  ])('throws instead of being rendered endlessly if it %s', (_, make) => {
    function Inline(): null {
      useSnapshot(make())
      return null
    }
    const { failure } = mountPlainly(createElement(Inline))
    expect(failure).toEqual(endless)
    takeComplaints()
  })

  it.each([
    ['StrictMode', mount],
    ['production', mountPlainly],
  ])('throws in %s if it has ended', async (_, mountHere) => {
    const [client, server] = channelPair()
    server.sink.add('last')
    await server.sink.close()
    function Inline(): null {
      useSnapshot(client.stream.pipe(map((frame) => String(frame))))
      return null
    }
    const mounted = mountHere(createElement(Inline))
    await expect.poll(() => mounted.failure).toEqual(endless)
    takeComplaints()
  })
})

it('uses another stream for each of many values that change', async () => {
  let renders = 0
  function Square({ value }: { readonly value: number }): ReactElement {
    renders += 1
    const stream = useMemo(() => of(value * value), [value])
    return createElement('p', null, useSnapshot(stream).data)
  }
  const mounted = mountPlainly(createElement(Square, { value: 0 }))
  for (let value = 1; value <= 200; value += 1) {
    mounted.render(createElement(Square, { value }))
    if (value % 10 === 0) await new Promise(requestAnimationFrame)
  }
  await expect.poll(() => mounted.element.textContent).toBe('40000')
  expect(renders).toBeLessThanOrEqual(402)
})
