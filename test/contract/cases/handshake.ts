import { claim, equal, fieldsOf, rejectionOf, within } from '../assert.js'
import type { Capability } from '../capability.js'
import type { Context } from '../context.js'
import type { ContractCase } from '../contract-case.js'
import { observe } from '../observe.js'

interface Mismatch {
  readonly name: string
  readonly script: string
  readonly protocols?: string[]
  readonly requires?: readonly Capability[]
}

const mismatches: readonly Mismatch[] = [
  { name: 'that nobody offered', script: '/protocol?choose=chat', requires: ['unofferedProtocol'] },
  {
    name: 'that is not among those offered',
    script: '/protocol?choose=soap',
    protocols: ['chat', 'superchat'],
  },
  {
    name: 'in another case than the one offered',
    script: '/protocol?choose=Chat',
    protocols: ['chat'],
  },
  { name: 'not at all though some were offered', script: '/protocol?choose=', protocols: ['chat'] },
]

const rubbish = [
  '/garbage',
  '/hang-up',
  '/wrong-key',
  '/no-upgrade',
  '/status?code=200',
  '/status?code=500',
]

/** Guarantee 4: what a server may answer, and what becomes of the rest. */
export const handshake: readonly ContractCase[] = [
  {
    guarantee: 4,
    name: '`protocol` is the subprotocol that the server chose of those offered',
    requires: ['opening'],
    async run(context) {
      const { channel, peer } = context.connect('/echo', {
        protocols: ['soap', 'superchat', 'chat'],
      })
      await within(channel.ready, '`ready`')
      equal(channel.protocol, 'superchat', '`protocol`')
      equal((await peer.seen()).offered, ['soap', 'superchat', 'chat'], 'what was offered')
    },
  },
  {
    guarantee: 4,
    name: 'a single subprotocol may be offered as a string',
    requires: ['opening'],
    async run(context) {
      const { channel, peer } = context.connect('/echo', { protocols: 'chat' })
      await within(channel.ready, '`ready`')
      equal(channel.protocol, 'chat', '`protocol`')
      equal((await peer.seen()).offered, ['chat'], 'what was offered')
    },
  },
  {
    guarantee: 4,
    name: 'without an offer no subprotocol is chosen, and `protocol` is empty',
    requires: ['opening'],
    async run(context) {
      for (const options of [{}, { protocols: [] }]) {
        const { channel, peer } = context.connect('/echo', options)
        await within(channel.ready, '`ready`')
        equal(channel.protocol, '', '`protocol`')
        equal((await peer.seen()).offered, [], 'what was offered')
      }
    },
  },
  ...mismatches.map(({ name, script, requires = [], ...options }): ContractCase => ({
    guarantee: 4,
    name: `the opening fails if the server chooses a subprotocol ${name}`,
    requires: ['opening', ...requires],
    async run(context) {
      const { channel, peer } = context.connect(`${script}&text=never`, options)
      await fails(context, channel)
      equal((await peer.seen('gone')).isGone, true, 'the connection being gone')
    },
  })),
  ...mismatches.map(({ name, script, requires = [], ...options }): ContractCase => ({
    guarantee: 4,
    name: `a server that chooses a subprotocol ${name} fails the phase "subprotocol"`,
    requires: ['opening', 'phases', ...requires],
    async run(context) {
      const { channel } = context.connect(script, options)
      const error = await rejectionOf(channel.ready, '`ready`')
      equal(fieldsOf(error, 'phase'), { name: 'ConnectionFailedError', phase: 'subprotocol' })
    },
  })),
  ...rubbish.map((script): ContractCase => ({
    guarantee: 4,
    name: `the opening fails with a server that plays ${script}`,
    requires: ['opening'],
    async run(context) {
      const { channel, peer } = context.connect(script)
      await fails(context, channel)
      equal((await peer.seen('gone')).isGone, true, 'the connection being gone')
    },
  })),
  ...['/wrong-key', '/no-upgrade', '/garbage', '/status?code=503'].map((script): ContractCase => ({
    guarantee: 4,
    name: `a server that plays ${script} fails the phase "handshake"`,
    requires: ['opening', 'phases'],
    async run(context) {
      const { channel } = context.connect(script)
      const error = await rejectionOf(channel.ready, '`ready`')
      equal(fieldsOf(error, 'phase'), { name: 'ConnectionFailedError', phase: 'handshake' })
    },
  })),
  ...[401, 403, 404, 500].map((code): ContractCase => ({
    guarantee: 4,
    name: `the error of an upgrade answered ${code} shows the status and the headers`,
    requires: ['opening', 'httpStatus'],
    async run(context) {
      const { channel } = context.connect(`/status?code=${code}&token=secret`)
      const error = await rejectionOf(channel.ready, '`ready`')
      const url = `${context.client.peerUrl.replace('http', 'ws')}/status`
      equal(fieldsOf(error, 'message', 'url', 'phase', 'status', 'headers'), {
        name: 'ConnectionFailedError',
        message: `Connection to ${url} failed: the server answered ${code}`,
        url,
        phase: 'handshake',
        status: code,
        headers: {
          'x-scripted': 'Yes',
          'www-authenticate': 'Basic realm="peer"',
          'content-length': '0',
          connection: 'close',
        },
      })
    },
  })),
  ...[301, 302, 303, 307, 308].map((code): ContractCase => ({
    guarantee: 4,
    name: `a redirect with ${code} is not followed, and fails the opening`,
    requires: ['opening'],
    async run(context) {
      const target = context.address('/echo')
      const script = `/redirect?code=${code}&to=${encodeURIComponent(target.url)}`
      const { channel, peer } = context.connect(script)
      await fails(context, channel)
      equal((await peer.seen('gone')).isGone, true, 'the connection being gone')
      equal((await target.peer.seen()).connections, 0, 'the connections to the target')
    },
  })),
]

async function fails(
  context: Context,
  channel: ReturnType<Context['connect']>['channel'],
): Promise<void> {
  const observed = observe(channel.stream)
  const error = await rejectionOf(channel.ready, '`ready`')
  claim(
    error instanceof context.errors.ConnectionFailedError,
    `${String(error)} is a ConnectionFailedError`,
  )
  equal(await observed.end(), ['error'], 'what the subscription got')
  const closed = await within(channel.closed, '`closed`')
  equal(closed, { code: 1006, reason: '', wasClean: false, initiator: 'failure' }, '`closed`')
}
