import { NodeWebSocketChannel } from '../../../src/node.js'

// Sends in the tick in which the process ends, in the way of the argument, and while it does.
const [url = '', fastPath = '', how = ''] = process.argv.slice(2)
const channel = NodeWebSocketChannel.connect(url, { fastPath: fastPath === 'true' })
const other = NodeWebSocketChannel.connect(url, { fastPath: fastPath === 'true' })
await Promise.all([channel.ready, other.ready])
console.info(JSON.stringify({ how }))
setImmediate(() => {
  for (const data of ['1', '2', '3']) {
    channel.sink.add(data)
    other.sink.add(data)
  }
  process.on('exit', () => {
    for (const data of ['4', '5', '6']) channel.sink.add(data)
  })
  if (how === 'exit') process.exit(0)
  throw new Error('Nobody catches this')
})
