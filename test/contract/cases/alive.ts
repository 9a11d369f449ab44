import { claim, equal, fieldsOf, same, within } from '../assert.js'
import type { ContractCase } from '../contract-case.js'
import { endsWith, observe } from '../observe.js'

const keepAlive = { interval: 40, timeout: 80 }
// For peers that have to stay, however busy the machine is.
const patience = 1_000
const patient = { keepAlive: { interval: 40, timeout: patience } }
const longer = patience + 200

/** Guarantee 21: with keep-alive a peer that answers no ping is declared gone. */
export const alive: readonly ContractCase[] = [
  {
    guarantee: 21,
    name: 'a peer that answers no ping ends the channel at once with KeepAliveTimeoutError',
    requires: ['ping', 'rawPeer'],
    async run(context) {
      const begun = Date.now()
      // Whoever waited for a closing handshake would wait longer than the case does.
      const options = { keepAlive, closeTimeout: 60_000 }
      const { channel, peer } = await context.open('/no-pong', options)
      const observed = observe(channel.stream)
      await endsWith(observed, ['error'])
      const elapsed = Date.now() - begun
      claim(elapsed >= 115, `interval and timeout have passed, it was ${elapsed} ms`)
      const info = { code: 1006, reason: '', wasClean: false, initiator: 'failure' } as const
      equal(fieldsOf(observed.error, 'code', 'reason', 'wasClean', 'initiator'), {
        name: 'KeepAliveTimeoutError',
        ...info,
      })
      claim(
        observed.error instanceof context.errors.KeepAliveTimeoutError,
        'it is a KeepAliveTimeoutError',
      )
      claim(
        observed.error instanceof context.errors.ConnectionClosedError,
        'it is a ConnectionClosedError',
      )
      const closed = await channel.closed
      equal(closed, info, '`closed`')
      same(closed.cause, observed.error, 'the cause in `closed`')
      const { pings, close, isGone } = await peer.seen('gone')
      claim(pings >= 1, 'the peer was pinged')
      equal({ close, isGone }, { close: null, isGone: true }, 'what the peer saw')
    },
  },
  {
    guarantee: 21,
    name: 'a peer that answers pings stays',
    requires: ['ping'],
    async run(context) {
      const { channel, peer } = await context.open('/silent', patient)
      claim((await peer.seen('pings 6')).pings >= 6, 'the peer was pinged six times')
      equal(channel.state, 'open', '`state`')
    },
  },
  {
    guarantee: 21,
    name: 'any inbound traffic counts: a peer that sends but answers no ping stays',
    requires: ['ping', 'rawPeer'],
    async run(context) {
      const { channel } = await context.open('/no-pong?beat=15', patient)
      const begun = Date.now()
      const observed = observe(channel.stream)
      while (Date.now() - begun < longer) await observed.frames(observed.events.length + 1)
      equal(channel.state, 'open', '`state`')
    },
  },
  {
    guarantee: 21,
    name: 'pings of the peer count as traffic',
    requires: ['ping', 'rawPeer'],
    async run(context) {
      const { channel, peer } = await context.open('/no-pong', patient)
      const begun = Date.now()
      while (Date.now() - begun < longer) await peer.tell('ping=hello')
      equal(channel.state, 'open', '`state`')
    },
  },
  {
    guarantee: 21,
    name: 'nobody is declared gone while we pause the socket',
    requires: ['ping', 'pause', 'rawPeer', 'stallingPeer'],
    async run(context) {
      const options = { ...patient, highWaterMark: 1_048_576 }
      const { channel, peer } = await context.open('/no-pong', options)
      const iterator = channel.stream[Symbol.asyncIterator]()
      const first = iterator.next()
      await peer.tell('flood=256,65536&close=4000')
      await within(first, 'the first frame')
      await pass(longer)
      equal(channel.state, 'open', '`state`')
      let count = 1
      const end = (async () => {
        while ((await iterator.next()).done !== true) count += 1
      })()
      await Promise.allSettled([within(end, 'the loop', 8_000)])
      equal([count, channel.closeCode], [256, 4000], 'the number of frames and the code')
    },
  },
  {
    guarantee: 10,
    name: 'while an iterator keeps the socket paused, a pong goes out each interval',
    requires: ['ping', 'pause', 'rawPeer', 'stallingPeer'],
    async run(context) {
      const { channel, peer } = await context.open('/silent', patient)
      const iterator = channel.stream[Symbol.asyncIterator]()
      const first = iterator.next()
      await peer.tell('flood=256,65536')
      await within(first, 'the first frame')
      const { pongs, lastPong } = await peer.seen('pongs 5')
      claim(pongs >= 5, `the peer got five pongs, it got ${pongs}`)
      equal(lastPong, '', 'the payload of the last pong')
      equal(channel.state, 'open', '`state`')
    },
  },
  {
    guarantee: 10,
    name: 'no pong goes out that nobody asked for while the socket is not paused',
    requires: ['ping', 'rawPeer'],
    async run(context) {
      const { channel, peer } = await context.open('/silent', patient)
      channel.stream.subscribe()
      await peer.tell('flood=64,65536')
      equal((await peer.seen('pings 4')).pongs, 0, 'the number of pongs')
    },
  },
  {
    guarantee: 21,
    name: 'a process that was blocked first reads what has arrived',
    requires: ['ping'],
    async run(context) {
      const { channel, peer } = await context.open('/silent', patient)
      await peer.seen('pings 2')
      const until = Date.now() + longer
      while (Date.now() < until) continue
      const { pings } = await peer.seen()
      await peer.seen(`pings ${pings + 3}`)
      equal(channel.state, 'open', '`state`')
    },
  },
  {
    guarantee: 21,
    name: 'keep-alive stops at `close`: from there `closeTimeout` counts',
    requires: ['ping', 'rawPeer'],
    async run(context) {
      const options = { keepAlive: { interval: 200, timeout: 200 }, closeTimeout: 800 }
      const { channel } = await context.open('/no-pong', options)
      const observed = observe(channel.stream)
      const begun = Date.now()
      const closed = await within(channel.sink.close(1000), '`close`')
      const elapsed = Date.now() - begun
      claim(elapsed >= 795, `\`closeTimeout\` has passed, it was ${elapsed} ms`)
      equal(closed, { code: 1006, reason: '', wasClean: false, initiator: 'local' })
      await endsWith(observed, ['complete'])
    },
  },
  {
    guarantee: 21,
    name: 'a ping of the peer is answered with its payload',
    requires: ['rawPeer'],
    async run(context) {
      const { peer } = await context.open('/silent', { keepAlive: false })
      await peer.tell('ping=hello')
      const { pongs, lastPong } = await peer.seen('pongs 1')
      equal({ pongs, lastPong }, { pongs: 1, lastPong: 'hello' }, 'what the peer saw')
    },
  },
  {
    guarantee: 21,
    name: 'many pings that arrive at once are answered, the last in any case',
    requires: ['rawPeer', 'pingBursts'],
    async run(context) {
      const { channel, peer } = await context.open('/silent', { keepAlive: false })
      const pings = Array.from({ length: 300 }, (_, number) => `ping=${number}`)
      await peer.tell(pings.join('&'))
      equal((await peer.seen('pong 299')).lastPong, '299', 'the payload of the last pong')
      equal(channel.state, 'open', '`state`')
    },
  },
  {
    guarantee: 21,
    name: 'with `keepAlive: false` nobody is pinged',
    requires: ['ping', 'rawPeer'],
    async run(context) {
      const { channel, peer } = await context.open('/no-pong?beat=15', { keepAlive: false })
      await observe(channel.stream).frames(15)
      equal((await peer.seen()).pings, 0, 'the number of pings')
      equal(channel.state, 'open', '`state`')
    },
  },
  {
    guarantee: 21,
    name: 'a keep-alive with an endless interval pings nobody',
    requires: ['ping', 'rawPeer'],
    async run(context) {
      const options = { keepAlive: { interval: Infinity, timeout: 10 } }
      const { channel, peer } = await context.open('/no-pong?beat=15', options)
      await observe(channel.stream).frames(10)
      equal((await peer.seen()).pings, 0, 'the number of pings')
      equal(channel.state, 'open', '`state`')
    },
  },
  {
    guarantee: 21,
    name: 'a channel that opened with keep-alive on closes as cleanly as one without',
    async run(context) {
      const { channel } = await context.open('/echo', patient)
      channel.sink.add('a')
      equal(await observe(channel.stream).frames(1), ['a'])
      equal(
        (await within(channel.sink.close(1000), '`close`')).wasClean,
        true,
        'the close being clean',
      )
    },
  },
  {
    guarantee: 21,
    name: 'where there are no ping frames, keep-alive has no effect on a quiet peer',
    requires: ['noPing'],
    async run(context) {
      const { channel } = await context.open('/silent', {
        keepAlive: { interval: 10, timeout: 10 },
      })
      await pass(200)
      equal(channel.state, 'open', '`state`')
    },
  },
]

// The case is about the passing of time itself.
async function pass(milliseconds: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds))
}
