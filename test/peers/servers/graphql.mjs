// A GraphQL server of the package graphql-ws, on a free port that it prints.
import { setTimeout } from 'node:timers/promises'
import { buildSchema } from 'graphql'
import { useServer } from 'graphql-ws/use/ws'
import { WebSocketServer } from 'ws'

const schema = buildSchema(`
  type Query { hello: String }
  type Subscription { countdown(from: Int!): Int, forever: Int, broken: Int }
`)

let running = 0
async function* forever() {
  running += 1
  try {
    for (let number = 0; ; number += 1) {
      yield { forever: number }
      await setTimeout(10)
    }
  } finally {
    running -= 1
  }
}

const roots = {
  query: { hello: () => `${running} running` },
  subscription: {
    async *countdown({ from }) {
      for (let number = from; number >= 0; number -= 1) yield { countdown: number }
    },
    forever,
    broken() {
      throw new Error('out of order')
    },
  },
}

const server = new WebSocketServer({ host: '127.0.0.1', port: 0 })
useServer(
  {
    schema,
    roots,
    connectionInitWaitTimeout: 1_000,
    onConnect: ({ connectionParams }) => connectionParams?.token !== 'expired',
  },
  server,
)
server.on('listening', () => console.log('listening on', server.address().port))
