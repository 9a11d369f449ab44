// Connects through a proxy that never answers, with the agent of a file: node silent-proxy.mjs FILE PROXY
// The process is to exit by itself.
import { setTimeout as wait } from 'node:timers/promises'
import { NodeWebSocketChannel } from 'web-socket-channel/node'

const [file, proxy] = process.argv.slice(2)
const { HttpsProxyAgent } = await import(file)
const agent = new HttpsProxyAgent(proxy)
const connect = (url, options) => NodeWebSocketChannel.connect(url, { agent, ...options })

const aborting = connect('wss://service.test/', {})
const closing = connect('wss://service.test/', { closeTimeout: 300 })
const channels = [connect('ws://service.test/', { connectTimeout: 300 }), aborting, closing]
void closing.sink.close()
await wait(300)
aborting.abort()
await Promise.all(channels.map(({ closed }) => closed))
console.log('ended')
