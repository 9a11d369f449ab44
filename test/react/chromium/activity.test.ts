import { Activity, createElement, type ReactElement } from 'react'
import { expect, it } from 'vitest'
import {
  type Channel,
  channelPair,
  type ChannelState,
  type Frame,
  type Sendable,
} from '../../../src/index.js'
import { useChannel, useSnapshot } from '../../../src/react.js'
import { mount } from './mount.js'

it('closes the channel of a hidden Activity, and opens another when it is shown again', async () => {
  const servers: Channel<Frame, Sendable>[] = []
  const states: (ChannelState | undefined)[] = []
  function Latest(): ReactElement {
    const channel = useChannel(() => {
      const [client, server] = channelPair()
      servers.push(server)
      return client
    })
    states.push(channel?.state)
    const { connectionState, data } = useSnapshot(channel?.stream)
    return createElement('p', null, `${connectionState} ${String(data)}`)
  }
  const page = (mode: 'hidden' | 'visible'): ReactElement =>
    createElement(Activity, { mode, children: createElement(Latest) })

  const mounted = mount(page('visible'))
  await expect.poll(() => servers).toHaveLength(1)
  servers[0]?.sink.add('one')
  await expect.poll(() => mounted.element.textContent).toBe('active one')

  mounted.render(page('hidden'))
  expect(await servers[0]?.closed).toMatchObject({ initiator: 'remote' })
  expect(servers).toHaveLength(1)

  states.length = 0
  mounted.render(page('visible'))
  await expect.poll(() => servers).toHaveLength(2)
  await expect.poll(() => mounted.element.textContent).toBe('waiting one')
  servers[1]?.sink.add('two')
  await expect.poll(() => mounted.element.textContent).toBe('active two')
  // Not the channel that was closed while the component was hidden.
  expect(new Set(states)).toEqual(new Set([undefined, 'open']))
})
