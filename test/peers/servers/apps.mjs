// An application of a framework with channels on the same port, which it prints. Its argument names the framework. `/close`
// closes the channels.
import { once } from 'node:events'
import { createServer } from 'node:http'
import process from 'node:process'
import { serve as serveHono } from '@hono/node-server'
import express from 'express'
import fastify from 'fastify'
import { Hono } from 'hono'
import { serveChannels } from '../../../dist/server.js'

const host = '127.0.0.1'

async function close() {
  await server.close()
  return 'closed'
}

const apps = {
  async plain() {
    return createServer(async ({ url }, answer) => {
      answer.end(url === '/close' ? await close() : 'hello')
    }).listen(0, host)
  },
  async express() {
    const app = express()
    app.get('/hello', (_, answer) => answer.send('hello'))
    app.get('/close', async (_, answer) => answer.send(await close()))
    return createServer(app).listen(0, host)
  },
  async fastify() {
    const app = fastify()
    app.get('/hello', () => 'hello')
    app.get('/close', close)
    await app.listen({ port: 0, host })
    return app.server
  },
  async hono() {
    const app = new Hono()
    app.get('/hello', (context) => context.text('hello'))
    app.get('/close', async (context) => context.text(await close()))
    return serveHono({ fetch: app.fetch, port: 0, hostname: host })
  },
}

const http = await apps[process.argv[2]]()
if (!http.listening) await once(http, 'listening')
const server = serveChannels(http, { path: '/chat' })
server.connections.subscribe((channel) => channel.stream.subscribe(channel.sink))
console.log(`listening on ${http.address().port}`)
