// `serveChannels` on a port.
import { createServer } from 'node:http'
import { serveChannels } from 'web-socket-channel/server'
import { talk } from './talk.mjs'

const http = createServer()
serveChannels(http, { path: '/chat' }).connections.subscribe(talk)
http.listen(8080, '127.0.0.1')
