import { NodeWebSocketChannel } from '../../../src/node.js'

const [, , ending = '', peerUrl = ''] = process.argv

const endings: Readonly<Record<string, () => Promise<NodeWebSocketChannel>>> = {
  async close() {
    const channel = await opened('/echo')
    await channel.sink.close()
    return channel
  },
  async abort() {
    const channel = await opened('/echo')
    channel.abort()
    return channel
  },
  async signal() {
    const controller = new AbortController()
    const channel = NodeWebSocketChannel.connect(`${peerUrl}/echo`, { signal: controller.signal })
    await channel.ready
    controller.abort()
    return channel
  },
  peer: () => opened('/close'),
  drop: () => opened('/drop'),
  refused: () => Promise.resolve(NodeWebSocketChannel.connect('ws://127.0.0.1:1/')),
  'aborted-opening'() {
    const channel = NodeWebSocketChannel.connect(`${peerUrl}/no-answer`)
    channel.abort()
    return Promise.resolve(channel)
  },
  overflow: () =>
    Promise.resolve(
      NodeWebSocketChannel.connect(`${peerUrl}/send?text=one&text=two`, { maxHeldBytes: 1 }),
    ),
  async iterator() {
    const channel = await opened('/send?text=a&text=b')
    const iterator = channel.stream[Symbol.asyncIterator]()
    await iterator.next()
    channel.abort()
    return channel
  },
}

async function opened(script: string): Promise<NodeWebSocketChannel> {
  const channel = NodeWebSocketChannel.connect(`${peerUrl}${script}`)
  await channel.ready
  return channel
}

const channel = await endings[ending]?.()
await channel?.closed
console.log('closed')
