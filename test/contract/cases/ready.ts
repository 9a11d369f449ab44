import { claim, equal, fieldsOf, rejectionOf, resolvesEmpty, same, within } from '../assert.js'
import type { ContractCase } from '../contract-case.js'
import { observe } from '../observe.js'
import { turn } from '../unhandled.js'

/** Guarantee 2: how `ready` settles, and that nobody has to listen. */
export const ready: readonly ContractCase[] = [
  {
    guarantee: 2,
    name: '`ready` resolves with nothing when the connection is open, and the state says so by then',
    async run(context) {
      const { channel } = await context.start('/silent')
      await resolvesEmpty(channel.ready, '`ready`')
      equal(channel.state, 'open', '`state`')
    },
  },
  {
    guarantee: 2,
    name: '`ready` is still fulfilled after the end of an open channel',
    async run(context) {
      const { channel } = await context.open('/echo')
      await channel.sink.close()
      await resolvesEmpty(channel.ready, '`ready`')
    },
  },
  {
    guarantee: 2,
    name: '`ready` rejects with the very error that `stream` ends with',
    requires: ['opening'],
    async run(context) {
      const { channel } = context.connect('/hang-up')
      const observed = observe(channel.stream)
      const error = await rejectionOf(channel.ready, '`ready`')
      await observed.end()
      same(observed.error, error, 'the error of `stream`')
      same(await rejectionOf(channel.ready), error, 'the error of `ready` when asked again')
    },
  },
  {
    guarantee: 2,
    name: 'a failed opening reads 1006, unclean, a failure',
    requires: ['opening'],
    async run(context) {
      const { channel } = context.connect('/hang-up')
      const closed = await within(channel.closed, '`closed`')
      equal(closed, { code: 1006, reason: '', wasClean: false, initiator: 'failure' }, '`closed`')
      const { state, closeCode, closeReason, protocol } = channel
      equal(
        { state, closeCode, closeReason, protocol },
        { state: 'closed', closeCode: 1006, closeReason: '', protocol: '' },
      )
    },
  },
  {
    guarantee: 2,
    name: 'ignoring every promise of a channel that fails to open leaves nothing unhandled',
    requires: ['opening'],
    async run(context) {
      const { channel } = context.connect('/hang-up')
      const { ready, closed, sink } = channel
      const ignored = [ready, sink.done, sink.ready, sink.addStream(['lost']), sink.close()]
      await within(closed, '`closed`')
      await turn()
      equal(ignored.length, 5)
    },
  },
  {
    guarantee: 2,
    name: 'ignoring every promise of a channel that breaks leaves nothing unhandled',
    async run(context) {
      const { channel } = await context.open('/drop')
      const { ready, closed, sink } = channel
      const ignored = [
        ready,
        sink.done,
        sink.ready,
        sink.addStream(new Promise<string>(() => undefined)),
      ]
      await within(closed, '`closed`')
      await turn()
      equal(ignored.length, 4)
    },
  },
  {
    guarantee: 2,
    name: 'the error of a refused connection shows the address without credentials, query and fragment',
    requires: ['opening'],
    async run(context) {
      const address = await context.unusedAddress()
      const secret = address.replace('//', '//user:pass@').concat('room?token=secret')
      const channel = context.make((client) => client.connect(secret))
      const error = await rejectionOf(channel.ready, '`ready`')
      claim(
        error instanceof context.errors.ConnectionFailedError,
        'the error is a ConnectionFailedError',
      )
      claim(error instanceof context.errors.WebSocketChannelError, 'it is a WebSocketChannelError')
      claim(context.errors.ConnectionFailedError.is(error), 'ConnectionFailedError.is knows it')
      equal(fieldsOf(error, 'url', 'phase', 'status', 'headers'), {
        name: 'ConnectionFailedError',
        url: `${address}room`,
        phase: 'network',
        status: undefined,
        headers: undefined,
      })
      const { message } = error as Error
      claim(
        message.startsWith(`Connection to ${address}room failed`),
        `"${message}" begins with the address`,
      )
      claim(!/user|pass|token|secret/.test(message), `"${message}" gives no secrets away`)
    },
  },
  {
    guarantee: 2,
    name: 'a class that refuses to connect, as browsers do out of caution, fails the opening and throws nothing',
    requires: ['opening', 'constructing'],
    async run(context) {
      const refusal = new DOMException('Not from here', 'SecurityError')
      const refuse = () => {
        throw refusal
      }
      const WebSocket = new Proxy(context.client.WebSocket, { construct: refuse }) as never
      const { channel } = context.connect('/silent', { WebSocket })
      const observed = observe(channel.stream)
      equal(observed.events, [], 'what came inside `subscribe`')
      const error = await rejectionOf(channel.ready, '`ready`')
      equal(fieldsOf(error, 'phase', 'cause'), {
        name: 'ConnectionFailedError',
        phase: 'network',
        cause: refusal,
      })
      equal(await observed.end(), ['error'], 'what the subscription got')
    },
  },
]
