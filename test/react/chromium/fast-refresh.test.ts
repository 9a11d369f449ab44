import { replace } from './fast-refresh.js'
import { createElement, type ReactElement, useMemo } from 'react'
import { beforeEach, describe, expect, it } from 'vitest'
import { scan } from 'rxjs'
import { useChannel, useSnapshot } from '../../../src/react.js'
import { mount, mountPlainly } from './mount.js'
import { channelProbe, nextTask } from './probe-channel.js'

let probe = channelProbe()

beforeEach(() => {
  probe = channelProbe()
})

/** A version of a component that lists what the peer sends, as an editor saves it. */
function listing(path: string, title: string): () => ReactElement {
  return function Listing() {
    const channel = useChannel(() => probe.connect(path), ['a'])
    const lists = useMemo(
      () => channel?.stream.pipe(scan((all: unknown[], frame) => [...all, frame], [])),
      [channel],
    )
    const { data } = useSnapshot(lists)
    probe.returned.push(channel)
    return createElement('p', null, `${title}: ${data?.join() ?? ''}`)
  }
}

describe.each([
  ['StrictMode', mount],
  ['no StrictMode', mountPlainly],
])('Fast Refresh in %s', (_, mountHere) => {
  it('opens another channel with the edited function, and closes the old one', async () => {
    const First = listing('/send?text=one', 'First')
    const mounted = mountHere(createElement(First))
    await expect.poll(() => mounted.element.textContent).toBe('First: one')
    const old = await probe.present()

    probe.returned.length = 0
    replace(First, listing('/send?text=two', 'Second'))
    await expect.poll(() => mounted.element.textContent).toBe('Second: two')
    expect(probe.returned).not.toContain(old)
    expect(await old.closed).toMatchObject({ wasClean: true, initiator: 'local' })
    expect(probe.Socket.made).toHaveLength(2)
  })

  it('has one connection after twenty edits in a row', async () => {
    const First = listing('/echo', 'Edit 0')
    const mounted = mountHere(createElement(First))
    await probe.present()
    for (let edit = 1; edit <= 20; edit += 1) {
      // Some close while they connect, the others when they are open.
      if (edit % 2 === 0) await (await probe.present()).ready
      replace(First, listing('/echo', `Edit ${edit}`))
    }
    await expect.poll(() => mounted.element.textContent).toBe('Edit 20: ')
    const channel = await probe.present()
    await channel.ready
    channel.sink.add('Hello!')
    await expect.poll(() => mounted.element.textContent).toBe('Edit 20: Hello!')
    const left = (): unknown => probe.Socket.made.filter(({ readyState }) => readyState < 3)
    await expect.poll(left).toHaveLength(1)
    expect(channel.state).toBe('open')
  })

  it('leaves the channel alone when another component is edited', async () => {
    const First = (): string => 'First'
    const page = createElement('div', null, createElement(probe.Probe), createElement(First))
    const mounted = mountHere(page)
    const channel = await probe.present()
    replace(First, () => 'Second')
    await expect.poll(() => mounted.element.textContent).toBe('Second')
    await nextTask()
    expect(probe.returned.at(-1)).toBe(channel)
    expect(probe.Socket.made).toHaveLength(1)
  })
})
