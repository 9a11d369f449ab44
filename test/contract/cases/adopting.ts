import { equal, fieldsOf, rejectionOf, within } from '../assert.js'
import type { AnyChannel, PlatformSocket } from '../adapter.js'
import type { Context } from '../context.js'
import type { ContractCase } from '../contract-case.js'
import { observe } from '../observe.js'

/** Guarantee 2 for `from`: a socket of the platform's own becomes a channel, in whatever state it is. */
export const adopting: readonly ContractCase[] = [
  {
    guarantee: 2,
    name: '`from` takes a socket that is connecting',
    requires: ['adopting'],
    async run(context) {
      const channel = adopt(context, socketOf(context, context.address('/send?text=a&hex=01').url))
      equal(channel.state, 'connecting', '`state`')
      await within(channel.ready, '`ready`')
      equal(channel.state, 'open', '`state`')
      equal(await observe(channel.stream).frames(2), ['a', 'hex 01'], 'what the subscription got')
    },
  },
  {
    guarantee: 2,
    name: '`from` takes a socket that is open, and shows its subprotocol',
    requires: ['adopting'],
    async run(context) {
      const socket = socketOf(context, context.address('/echo').url, ['chat'])
      await reached(socket, 'open')
      const channel = adopt(context, socket)
      equal([channel.state, channel.protocol], ['open', 'chat'])
      await within(channel.ready, '`ready`')
      channel.sink.add(Uint8Array.of(1, 2))
      equal(await observe(channel.stream).frames(1), ['hex 0102'], 'what the subscription got')
    },
  },
  {
    guarantee: 2,
    name: '`from` rejects `ready` for a socket that is closed, and the channel ends',
    requires: ['adopting'],
    async run(context) {
      const socket = socketOf(context, context.address('/close').url)
      await reached(socket, 'close')
      await isRefused(context, socket)
    },
  },
  {
    guarantee: 2,
    name: '`from` rejects `ready` for a socket that is closing, and the channel ends',
    requires: ['adopting', 'rawPeer'],
    async run(context) {
      const socket = socketOf(context, context.address('/never-close').url)
      await reached(socket, 'open')
      socket.close()
      await isRefused(context, socket)
    },
  },
  {
    guarantee: 5,
    name: '`from` with a signal that is aborted already drops the socket',
    requires: ['adopting'],
    async run(context) {
      const { url, peer } = context.address('/silent')
      const socket = socketOf(context, url)
      await reached(socket, 'open')
      const signal = AbortSignal.abort(new Error('too late'))
      const channel = context.make((client) => client.from(socket, { signal }))
      equal(channel.state, 'closed', '`state`')
      await observe(channel.stream).end()
      equal((await peer.seen('gone')).isGone, true, 'the connection being gone')
    },
  },
]

async function isRefused(context: Context, socket: PlatformSocket): Promise<void> {
  const channel = adopt(context, socket)
  const observed = observe(channel.stream)
  const error = await rejectionOf(channel.ready, '`ready`')
  equal(fieldsOf(error, 'phase'), { name: 'ConnectionFailedError', phase: 'network' })
  equal(await observed.end(), ['error'], 'what the subscription got')
  equal(observed.error === error, true, 'the errors of `ready` and `stream` being one')
  await within(channel.closed, '`closed`')
}

function adopt(context: Context, socket: PlatformSocket): AnyChannel {
  return context.make((client) => client.from(socket))
}

function socketOf(context: Context, url: string, protocols: string[] = []): PlatformSocket {
  return new context.client.WebSocket(url, protocols)
}

async function reached(socket: PlatformSocket, type: 'open' | 'close'): Promise<void> {
  await within(
    new Promise<void>((resolve) => {
      socket.addEventListener(type, () => resolve())
    }),
    `the "${type}" event`,
  )
}
