import { createElement, useMemo } from 'react'
import { scan, Subject } from 'rxjs'
import { describe, expect, inject, it } from 'vitest'
import { channelPair, type Frame, WebSocketChannel } from '../../../src/index.js'
import { useSnapshot } from '../../../src/react.js'
import { mount, mountPlainly } from './mount.js'
import { expectLast, List, Probe, shown, snapshot } from './probe-snapshot.js'

const numbers = Array.from({ length: 10_000 }, (_, index) => String(index))

/** How often a burst in one task is rendered at most, with the first render: once more in each further second of the task. */
function mostRenders(duration: number): number {
  return 3 + Math.floor(duration / 1_000)
}

describe('a burst of 10,000 messages', () => {
  it('in one call is rendered once, and a list has all', async () => {
    const stream = new Subject<string>()
    mountPlainly(createElement(List, { stream }))
    for (const number of numbers) stream.next(number)
    await expectLast(snapshot('active', numbers))
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(shown.map(({ connectionState }) => connectionState)).toEqual(['waiting', 'active'])
  })

  it('in one task is rendered once or twice, and a list has all', async () => {
    const stream = new Subject<string>()
    mountPlainly(createElement(List, { stream }))
    const begun = performance.now()
    // React renders in microtasks between the messages, as it does between the events of a socket.
    for (const number of numbers) {
      stream.next(number)
      await Promise.resolve()
    }
    const most = mostRenders(performance.now() - begun)
    await expectLast(snapshot('active', numbers))
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(shown.length).toBeGreaterThanOrEqual(2)
    expect(shown.length).toBeLessThanOrEqual(most)
  })

  it('through a pair of channels is rendered once or twice, and a list has all', async () => {
    const [client, server] = channelPair()
    mountPlainly(createElement(List, { stream: client.stream }))
    const begun = performance.now()
    for (const number of numbers) server.sink.add(number)
    await expectLast(snapshot('active', numbers))
    expect(shown.length).toBeLessThanOrEqual(mostRenders(performance.now() - begun))
  })

  it('from a server is rendered once in 16 milliseconds at most, and a list has all', async () => {
    const url = `${inject('peerUrl')}/flood?count=10000&size=64`
    const begun = performance.now()
    const channel = WebSocketChannel.connect(url)
    mount(createElement(List, { stream: channel.stream }))
    const lengths = (): unknown => (shown.at(-1)?.data as unknown[] | undefined)?.length
    await expect.poll(lengths).toBe(10_000)
    const frames = shown.at(-1)?.data as Uint8Array<ArrayBuffer>[]
    const order = frames.map(({ buffer }) => String(new DataView(buffer).getUint32(0)))
    expect(order).toEqual(numbers)
    expect(shown.length).toBeLessThanOrEqual(2 + (performance.now() - begun) / 16)
    await channel.sink.close()
  })
})

it('renders seldom while each render takes longer than a frame of the display', async () => {
  const channel = WebSocketChannel.connect(`${inject('peerUrl')}/flood?count=1000&size=64`)
  let renders = 0
  let received: number | undefined
  function Slow(): null {
    const lists = useMemo(
      () => channel.stream.pipe(scan((all: Frame[], frame) => [...all, frame], [])),
      [],
    )
    received = useSnapshot(lists).data?.length
    renders += 1
    const begun = performance.now()
    while (performance.now() - begun < 30);
    return null
  }
  mountPlainly(createElement(Slow))
  await expect.poll(() => received).toBe(1_000)
  expect(renders).toBeLessThan(100)
  await channel.sink.close()
})

it('renders each message that comes alone', async () => {
  const stream = new Subject<number>()
  mountPlainly(createElement(Probe, { stream }))
  for (let number = 0; number < 5; number += 1) {
    await new Promise((resolve) => setTimeout(resolve, 40))
    stream.next(number)
    await Promise.resolve()
    await expectLast(snapshot('active', number))
  }
  expect(shown).toHaveLength(6)
})

it('misses none of the messages that were held before mounting', async () => {
  const [client, server] = channelPair()
  for (const text of ['a', 'b', 'c']) server.sink.add(text)
  await new Promise((resolve) => setTimeout(resolve, 20))
  mount(createElement(List, { stream: client.stream }))
  server.sink.add('d')
  await expectLast(snapshot('active', ['a', 'b', 'c', 'd']))
})
