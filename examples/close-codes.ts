// How do I close with a code and a reason, and see how a connection ended?
// Closes three connections in three ways; a code that may not be sent is refused at once.
import { WebSocketChannel } from 'web-socket-channel'
import { abnormalClosure, normalClosure } from 'web-socket-channel/status'

const url = process.argv[2] ?? 'ws://127.0.0.1:8080'

const normal = WebSocketChannel.connect(url)
console.log('with a code:', await normal.sink.close(normalClosure))

const custom = WebSocketChannel.connect(url)
console.log('with a reason:', await custom.sink.close(4001, 'enough'))
console.log('remembered:', custom.closeCode, custom.closeReason)

const plain = WebSocketChannel.connect(url)
try {
  await plain.sink.close(abnormalClosure)
} catch (error) {
  console.log(String(error))
}
console.log('without a code:', await plain.sink.close())
