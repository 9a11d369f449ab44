// Why did my connection fail?
// `ready` rejects with the phase and, where the platform shows it (Node), the status and headers of the HTTP answer.
import { ConnectionFailedError, WebSocketChannel } from 'web-socket-channel'

const channel = WebSocketChannel.connect(process.argv[2] ?? 'ws://127.0.0.1:8081')

try {
  await channel.ready
  console.log('it did not fail')
  await channel.sink.close()
} catch (error) {
  if (!(error instanceof ConnectionFailedError)) throw error
  console.log(`message: ${error.message}`)
  console.log(`phase: ${error.phase}`)
  console.log(`status: ${error.status ?? 'none'}`)
  console.log(`www-authenticate: ${String(error.headers?.['www-authenticate'] ?? 'none')}`)
}
