import { expect, it } from 'vitest'
import { channelPair } from '../../src/channels/channel-pair.js'
import { type ChannelBase, CORE } from '../../src/core/channel-base.js'
import type { Frame, Sendable } from '../../src/core/frame.js'
import { layersOf, type StreamLayers } from '../../src/core/receiving/stream-layers.js'
import { json } from '../../src/layers/json.js'
import { multiplex } from '../../src/layers/multiplex.js'
import { requests } from '../../src/layers/requests.js'

/** A pair, and what a reconnecting channel in the client's place would call. */
function reconnectingPair() {
  const [client, server] = channelPair()
  const core = (client as unknown as ChannelBase<Frame, Sendable>)[CORE]
  const layers: StreamLayers<Frame> = layersOf(core.stream)
  const received: unknown[] = []
  server.stream.subscribe((frame) => received.push(JSON.parse(String(frame))))
  return { client, core, layers, received }
}

it('a lost connection rejects the requests that were pending, through layers', async () => {
  const { client, layers } = reconnectingPair()
  const channel = client.pipe(
    json<{ id?: number }>(),
    requests({ stamp: (message, id) => ({ ...message, id }), answers: ({ id }) => id }),
    (inner) => inner,
  )
  const pending = channel.request({})
  const error = new Error('lost')
  layers.lost(error)
  await expect(pending).rejects.toBe(error)
  expect(channel.state).toBe('open')
  const next = channel.request({})
  await client.sink.close()
  await expect(next).rejects.toMatchObject({ name: 'ConnectionClosedError' })
})

it('each new connection is sent `subscribe` of the topics that have subscribers then', async () => {
  const { client, core, layers, received } = reconnectingPair()
  const channel = client.pipe(json())
  const topic = (name: string) =>
    multiplex(channel, {
      subscribe: () => `+${name}`,
      unsubscribe: () => `-${name}`,
      filter: () => false,
    })
  const kept = topic('kept').subscribe()
  const left = topic('left').subscribe()
  const reconnecting: { awaitsConnection?: boolean } = core
  reconnecting.awaitsConnection = true
  left.unsubscribe()
  topic('came and went').subscribe().unsubscribe()
  const came = topic('came').subscribe()
  reconnecting.awaitsConnection = false
  layers.connected()
  kept.unsubscribe()
  came.unsubscribe()
  await client.sink.close()
  expect(received).toEqual(['+kept', '+left', '+kept', '+came', '-kept', '-came'])
})

it('a topic whose `subscribe` throws on a new connection is not unsubscribed there', async () => {
  const { client, layers, received } = reconnectingPair()
  const errors: unknown[] = []
  const thrown = new Error('no token')
  let calls = 0
  multiplex(client.pipe(json()), {
    subscribe: () => {
      if (++calls > 1) throw thrown
      return 'subscribe'
    },
    unsubscribe: () => 'unsubscribe',
    filter: () => false,
  }).subscribe({ error: (error: unknown) => errors.push(error) })
  layers.connected()
  await client.sink.close()
  expect([errors, received]).toEqual([[thrown], ['subscribe']])
})
