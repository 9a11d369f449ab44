// Opens channels to a name that only the proxy of the environment knows, and to an address: node environment-proxy.mjs ADDRESS
import { Agent } from 'node:http'
import { WebSocketChannel } from 'web-socket-channel'
import { NodeWebSocketChannel } from 'web-socket-channel/node'

const [address] = process.argv.slice(2)
const channels = {
  root: WebSocketChannel.connect('ws://service.test/root'),
  node: NodeWebSocketChannel.connect('ws://service.test/node'),
  exempt: WebSocketChannel.connect(address),
  agent: NodeWebSocketChannel.connect(address.replace('127.0.0.1', 'localhost'), {
    agent: new Agent(),
  }),
}
const outcomes = Object.entries(channels).map(async ([name, channel]) => {
  const outcome = await channel.ready.then(
    () => 'open',
    (error) => error.message,
  )
  await channel.sink.close()
  return [name, outcome]
})
console.log(JSON.stringify(Object.fromEntries(await Promise.all(outcomes))))
