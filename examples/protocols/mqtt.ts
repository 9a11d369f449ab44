// How do I use the package mqtt over a channel?
// `toWebStreams` and `Duplex.fromWeb` make a channel a stream of Node, over which an MQTT client runs.
// First install `mqtt`, and start a broker with a WebSocket listener, for example Mosquitto with `protocol websockets`.
import { Duplex } from 'node:stream'
import { MqttClient } from 'mqtt'
import { toWebStreams, WebSocketChannel } from 'web-socket-channel'

const url = process.argv[2] ?? 'ws://127.0.0.1:8083'

/** The client calls this for each connection, also when it reconnects. */
function connect(): Duplex {
  const channel = WebSocketChannel.connect(url, { protocols: ['mqtt'] })
  // Up to Node 22 a batch of writes on a lost connection ends the process (nodejs/node#62199); single writes do not.
  return Object.assign(Duplex.fromWeb(toWebStreams(channel)), { _writev: null })
}

const client = new MqttClient(connect, { reconnectPeriod: 1_000 })
client.on('error', (error) => console.error(String(error)))
const received = new Promise<string>((resolve) => {
  client.once('message', (topic, payload) => resolve(`${topic}: ${payload.toString()}`))
})

await client.subscribeAsync('greetings/#', { qos: 1 })
await client.publishAsync('greetings/ada', 'Hello!', { qos: 1 })
console.log(await received)

await client.endAsync()
console.log('the end')
