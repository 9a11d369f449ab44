import { expect, it } from 'vitest'
import { copyProgram } from './run-example.js'

const found = {
  plain: { seen: [1, 2], sockets: true },
  reconnected: { seen: [3, 4], sockets: 1 },
}

it('the client of graphql-ws runs over webSocketClass, through a restart of its server', async () => {
  const program = await copyProgram('graphql-ws.mjs', ['graphql', 'graphql-ws', 'ws'])
  expect(JSON.parse(await program.run())).toEqual({
    ...found,
    reconnected: { ...found.reconnected, closedBefore: 0 },
  })
})

it('the client of tRPC runs over webSocketClass, through a restart of its server', async () => {
  const program = await copyProgram('trpc.mjs', ['@trpc/client', '@trpc/server', 'ws'])
  expect(JSON.parse(await program.run())).toEqual(found)
})
