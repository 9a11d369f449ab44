// An MQTT client over channels. Prints what it finds as JSON.
import { Buffer } from 'node:buffer'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { Duplex } from 'node:stream'
import { MqttClient } from 'mqtt'
import { toWebStreams, WebSocketChannel } from 'web-socket-channel'

const channels = []
function connect() {
  const channel = WebSocketChannel.connect(process.argv[2], { protocols: ['mqtt'] })
  channels.push(channel)
  // See examples/protocols/mqtt.ts.
  return Object.assign(Duplex.fromWeb(toWebStreams(channel)), { _writev: null })
}

const client = new MqttClient(connect, { reconnectPeriod: 50, clean: false, clientId: 'tester' })
const errors = []
client.on('error', (error) => errors.push(String(error)))
await once(client, 'connect')

/** Publishes at a quality of service, and resolves with the payload that comes back. */
async function echoOf(payload, qos) {
  const received = new Promise((resolve) => {
    client.on('message', function listener(topic, echo) {
      // The broker may repeat messages of the burst on another connection.
      if (topic !== `echo/${qos}`) return
      client.off('message', listener)
      resolve(echo)
    })
  })
  await client.publishAsync(`echo/${qos}`, payload, { qos })
  return received
}

await client.subscribeAsync('echo/#', { qos: 2 })
const qualities = []
for (const qos of [0, 1, 2]) qualities.push((await echoOf(`quality ${qos}`, qos)).toString())

// No larger, as Debian's Mosquitto reads 4 KiB of a message every 100 ms.
const large = randomBytes(16 * 1_024)
const isLargeEqual = large.equals(await echoOf(large, 2))

const burst = []
const isBurstThere = new Promise((resolve) => {
  client.on('message', (_, payload) => {
    if (burst.push(payload.readUInt32BE()) === 1_000) resolve()
  })
})
await Promise.all(
  Array.from({ length: 1_000 }, (_, number) => {
    const payload = Buffer.alloc(1_024)
    payload.writeUInt32BE(number)
    return client.publishAsync('echo/burst', payload, { qos: 1 })
  }),
)
await isBurstThere
client.removeAllListeners('message')

// The connection breaks. The client asks for another one and keeps its session.
channels[0].abort(new Error('lost'))
await new Promise((resolve) => client.once('connect', resolve))
const afterLoss = (await echoOf('still there?', 1)).toString()

await client.endAsync()
const states = channels.map(({ state }) => state)
await Promise.all(channels.map(({ closed }) => closed))
const isBurstOrdered = burst.every((number, index) => number === index)
const protocols = channels.map(({ protocol }) => protocol)
console.log(
  JSON.stringify({ qualities, isLargeEqual, isBurstOrdered, afterLoss, protocols, errors, states }),
)
