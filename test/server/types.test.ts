import { createServer } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { expectTypeOf, it } from 'vitest'
import type { Frame, Sendable } from '../../src/index.js'
import { channelPair, json } from '../../src/index.js'
import type { NodeWebSocketChannel } from '../../src/node.js'
import {
  broadcast,
  serveChannels,
  type ChannelServer,
  type ServerChannel,
} from '../../src/server.js'

const http = createServer()

it('the context is what authorize returns, without refusals', () => {
  expectTypeOf(serveChannels(http, { path: '/1' })).toEqualTypeOf<ChannelServer>()
  const object = serveChannels(http, { path: '/2', authorize: () => ({ user: 'ann' }) })
  expectTypeOf(object).toEqualTypeOf<ChannelServer<{ user: string }>>()
  const refusing = serveChannels(http, {
    path: '/3',
    authorize: ({ url }) => {
      if (url === '/') return false
      return url === '/x' ? new Response(null, { status: 401 }) : { user: 'ann' }
    },
  })
  expectTypeOf(refusing).toEqualTypeOf<ChannelServer<{ user: string }>>()
  const promising = serveChannels(http, {
    path: '/4',
    authorize: async ({ url }) => {
      await Promise.resolve()
      return url === '/' ? false : { user: 'ann' }
    },
  })
  expectTypeOf(promising).toEqualTypeOf<ChannelServer<{ user: string }>>()
  const optional = serveChannels(http, {
    path: '/5',
    authorize: ({ url }) => url?.length,
  })
  expectTypeOf(optional).toEqualTypeOf<ChannelServer<number | undefined>>()
})

it('a channel of a server is one of Node, with its request and context', () => {
  expectTypeOf<ServerChannel<number>>().toExtend<NodeWebSocketChannel>()
  expectTypeOf<ServerChannel<number>['request']>().toEqualTypeOf<IncomingMessage>()
  expectTypeOf<ServerChannel<number>['context']>().toEqualTypeOf<number>()
  expectTypeOf<ServerChannel['context']>().toEqualTypeOf<undefined>()
  expectTypeOf<ChannelServer['channels']>().toEqualTypeOf<ReadonlySet<ServerChannel>>()
})

it('broadcast takes what the channels take, and nothing else', () => {
  const [frames] = channelPair()
  const messages = frames.pipe(json<{ readonly id: number }>())
  expectTypeOf(broadcast<Sendable>)
    .parameter(1)
    .toExtend<Sendable>()
  broadcast([messages], { id: 1 })
  // @ts-expect-error The channels take objects with a number.
  broadcast([messages], { id: '1' })
  // @ts-expect-error A number is no frame.
  const broken = (): void => broadcast([frames], 7)
  expectTypeOf(broken).toBeFunction()
  expectTypeOf<Frame>().toExtend<Sendable>()
})
