import { createElement, type ReactElement } from 'react'
import { beforeEach, describe, expect, it } from 'vitest'
import { type Channel, channelPair, type WebSocketChannel } from '../../../src/index.js'
import { useChannel, useSnapshot } from '../../../src/react.js'
import { mount, mountPlainly } from './mount.js'
import { takeComplaints } from './no-complaints.js'
import { channelProbe, nextTask } from './probe-channel.js'

let probe = channelProbe()

beforeEach(() => {
  probe = channelProbe()
})

describe.each([
  ['StrictMode', mount],
  ['production', mountPlainly],
])('in %s', (_, mountHere) => {
  it('opens one connection after mounting', async () => {
    mountHere(createElement(probe.Probe))
    expect(probe.returned[0]).toBeUndefined()
    const channel = await probe.present()
    await channel.ready
    await nextTask()
    expect(channel.state).toBe('open')
    expect(probe.Socket.made).toHaveLength(1)
    expect(new Set(probe.returned)).toEqual(new Set([undefined, channel]))
  })

  it('closes it a macrotask after unmounting', async () => {
    const mounted = mountHere(createElement(probe.Probe))
    const channel = await probe.present()
    await channel.ready
    mounted.unmount()
    await Promise.resolve()
    expect(channel.state).toBe('open')
    await nextTask()
    expect(channel.state).not.toBe('open')
    expect(await channel.closed).toMatchObject({ wasClean: true, initiator: 'local' })
    await probe.expectNoSockets()
  })

  it('closes the old one and opens another when the values have changed', async () => {
    const mounted = mountHere(createElement(probe.Probe, { deps: ['a', 1] }))
    const old = await probe.present()
    await old.ready
    probe.returned.length = 0
    mounted.render(createElement(probe.Probe, { deps: ['a', 2] }))
    // Not the old one, which is for other values.
    expect(probe.returned[0]).toBeUndefined()
    const channel = await probe.present()
    expect(channel).not.toBe(old)
    expect(await old.closed).toMatchObject({ wasClean: true, initiator: 'local' })
    await channel.ready
    expect(probe.Socket.made).toHaveLength(2)
    expect(channel.state).toBe('open')
  })

  it('stays with its connection when only the function is another one', async () => {
    const mounted = mountHere(createElement(probe.Probe, { deps: [NaN] }))
    const channel = await probe.present()
    const open = (): WebSocketChannel => probe.connect('/silent')
    mounted.render(createElement(probe.Probe, { open, deps: [NaN] }))
    await nextTask()
    expect(probe.returned.at(-1)).toBe(channel)
    expect(probe.Socket.made).toHaveLength(1)
  })

  it('stays with its connection when there are no values', async () => {
    const mounted = mountHere(createElement(probe.Probe))
    const channel = await probe.present()
    mounted.render(createElement(probe.Probe, { open: () => probe.connect('/silent') }))
    await nextTask()
    expect(probe.returned.at(-1)).toBe(channel)
    expect(probe.Socket.made).toHaveLength(1)
  })

  it('stays with its connection when there are more values or fewer, as useEffect does', async () => {
    const mounted = mountHere(createElement(probe.Probe, { deps: ['a'] }))
    const channel = await probe.present()
    for (const deps of [['a', 'b'], []]) {
      mounted.render(createElement(probe.Probe, { deps }))
      await nextTask()
      expect(probe.returned.at(-1)).toBe(channel)
    }
    expect(probe.Socket.made).toHaveLength(1)
    expect(takeComplaints().join()).toContain('changed size between renders')
  })

  it('opens another connection when one of the values that were added has changed', async () => {
    const mounted = mountHere(createElement(probe.Probe, { deps: ['a'] }))
    const old = await probe.present()
    mounted.render(createElement(probe.Probe, { deps: ['a', 'b'] }))
    mounted.render(createElement(probe.Probe, { deps: ['a', 'c'] }))
    await old.closed
    await expect.poll(() => probe.returned.at(-1)?.state).toBe('open')
    expect(probe.Socket.made).toHaveLength(2)
    expect(takeComplaints().join()).toContain('changed size between renders')
  })

  it('opens another connection for another instance of the component', async () => {
    const mounted = mountHere(createElement(probe.Probe, { key: 'a' }))
    const old = await probe.present()
    mounted.render(createElement(probe.Probe, { key: 'b' }))
    await old.closed
    const channel = await probe.present()
    await channel.ready
    expect(channel).not.toBe(old)
    expect(probe.Socket.made).toHaveLength(2)
  })

  it('leaves one connection when the values change back and forth in one task', async () => {
    const mounted = mountHere(createElement(probe.Probe, { deps: ['a'] }))
    for (const value of ['b', 'a', 'c', 'a']) {
      mounted.render(createElement(probe.Probe, { deps: [value] }))
    }
    const channel = await probe.present()
    await channel.ready
    await expect
      .poll(() => probe.Socket.made.filter(({ readyState }) => readyState < 3))
      .toHaveLength(1)
    expect(channel.state).toBe('open')
  })

  it('leaves no socket when the component is mounted and unmounted a hundred times', async () => {
    for (let count = 0; count < 100; count += 1) {
      const mounted = mountHere(createElement(probe.Probe))
      // Some close while they probe.connect, the others when they are open.
      if (count % 2 === 0) await (await probe.present()).ready
      probe.returned.length = 0
      mounted.unmount()
    }
    await nextTask()
    await probe.expectNoSockets()
    expect(probe.Socket.made).toHaveLength(100)
  })

  it('closes a connection that never opens', async () => {
    const mounted = mountHere(
      createElement(probe.Probe, { open: () => probe.connect('/no-answer') }),
    )
    const channel = await probe.present()
    mounted.unmount()
    await expect(channel.ready).rejects.toMatchObject({ phase: 'timeout' })
    await probe.expectNoSockets()
  })

  it('gives the error boundary what open throws', () => {
    const error = new SyntaxError('No address')
    const open = (): never => {
      throw error
    }
    const mounted = mountHere(createElement(probe.Probe, { open }))
    expect(mounted.failure).toBe(error)
    expect(mounted.element.textContent).toBe('Something failed')
    expect(probe.Socket.made).toEqual([])
    takeComplaints()
  })

  it('closes the old connection when open throws for other values', async () => {
    const mounted = mountHere(createElement(probe.Probe, { deps: [1] }))
    const channel = await probe.present()
    const open = (): never => {
      throw new SyntaxError('No address')
    }
    mounted.render(createElement(probe.Probe, { open, deps: [2] }))
    await channel.closed
    expect(mounted.failure).toMatchObject({ message: 'No address' })
    await probe.expectNoSockets()
    takeComplaints()
  })

  it('gives the error boundary a TypeError when open returns a promise', () => {
    const open = (() => Promise.resolve()) as unknown as () => WebSocketChannel
    const { failure } = mountHere(createElement(probe.Probe, { open }))
    const error = new TypeError('Cannot use the result of open: it is no channel')
    expect(failure).toEqual(error)
    takeComplaints()
  })
})

function Ending(): ReactElement {
  const channel = useChannel(() => probe.connect('/send?text=last&close=4001 bye'))
  const { connectionState, error } = useSnapshot(channel?.stream)
  probe.returned.push(channel)
  const text = error instanceof Error ? error.message : ''
  return createElement('p', null, `${connectionState} ${channel?.closeCode ?? ''} ${text}`)
}

it('returns a channel that has ended, and shows how', async () => {
  const mounted = mount(createElement(Ending))
  await expect
    .poll(() => mounted.element.textContent)
    .toBe('done 4001 Connection closed: received 4001 "bye"')
  expect(probe.returned.at(-1)?.state).toBe('closed')
  expect(probe.Socket.made).toHaveLength(1)
})

it('reports nothing when a connection fails to which nobody subscribes', async () => {
  mount(createElement(probe.Probe, { open: () => probe.connect('/hang-up') }))
  const channel = await probe.present()
  await expect(channel.closed).resolves.toMatchObject({ code: 1006, initiator: 'failure' })
  await nextTask()
  // Vitest fails on an unhandled rejection. Chromium reports the failed request to the console itself.
  expect(channel.state).toBe('closed')
})

it('works with a channel of any kind', async () => {
  const [client, server] = channelPair()
  const seen: (Channel<unknown, never> | undefined)[] = []
  function OnPair(): null {
    seen.push(useChannel(() => client))
    return null
  }
  const mounted = mount(createElement(OnPair))
  await expect.poll(() => seen.at(-1)).toBe(client)
  mounted.unmount()
  expect(await server.closed).toMatchObject({ code: 1005, initiator: 'remote' })
})
