// Tries the list of cases over a class, in a runtime without a test framework, and prints the names of those that failed. The
// arguments: `own` for the class of the runtime or `ours`, and the address of the scripted peer.
import { webSocketClass } from 'web-socket-channel'
import { BrowserWebSocketChannel } from 'web-socket-channel/browser'
import { Play } from './class-case.js'
import { classCases } from './cases.js'

const [which = '', peerUrl = ''] = process.argv.slice(2)

const ours = webSocketClass((url, protocols) => BrowserWebSocketChannel.connect(url, { protocols }))
const Class = which === 'own' ? globalThis.WebSocket : ours

const failures: Record<string, string> = {}
for (const { name, run } of classCases) {
  try {
    await run(new Play(Class, peerUrl))
  } catch (error) {
    failures[name] = String(error)
  }
}
console.log(JSON.stringify({ tried: classCases.length, failures }))
process.exit()
