import { createElement, Fragment, type ReactElement, Suspense } from 'react'
import { beforeEach, describe, expect, it } from 'vitest'
import { mountPlainly } from './mount.js'
import { channelProbe, nextTask } from './probe-channel.js'

let probe = channelProbe()

beforeEach(() => {
  probe = channelProbe()
})

describe('with Suspense', () => {
  let open = (): void => undefined
  let gate = Promise.resolve()
  let isSuspended = true

  beforeEach(() => {
    gate = new Promise((resolve) => (open = resolve))
    isSuspended = true
  })

  function Suspending(): null {
    // As libraries for React 18 do: `use` came with React 19.
    if (isSuspended) throw gate as unknown
    return null
  }

  function page(children: readonly ReactElement[]): ReactElement {
    return createElement(Suspense, { fallback: 'Loading' }, ...children)
  }

  it('opens nothing before the component is mounted', async () => {
    const content = createElement(
      Fragment,
      null,
      createElement(probe.Probe),
      createElement(Suspending),
    )
    const mounted = mountPlainly(page([content]))
    await nextTask()
    expect(mounted.element.textContent).toBe('Loading')
    expect(probe.Socket.made).toEqual([])
    isSuspended = false
    open()
    await (
      await probe.present()
    ).ready
    expect(probe.Socket.made).toHaveLength(1)
  })

  it('stays connected while a mounted component is hidden by a fallback', async () => {
    isSuspended = false
    const content = [createElement(probe.Probe, { key: 1 }), createElement(Suspending, { key: 2 })]
    const mounted = mountPlainly(page(content))
    const channel = await probe.present()
    await channel.ready
    isSuspended = true
    mounted.render(page([...content, createElement(Suspending, { key: 3 })]))
    await nextTask()
    expect(mounted.element.textContent).toBe('Loading')
    expect(channel.state).toBe('open')
    expect(probe.Socket.made).toHaveLength(1)
  })
})
