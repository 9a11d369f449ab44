import { expect, it } from 'vitest'
import { copyProgram } from './run-example.js'

it('the client of graphql-ws runs over webSocketClass, through a restart of its server', async () => {
  const dependencies = ['graphql', 'graphql-ws', 'ws']
  const program = await copyProgram('graphql-ws.mjs', dependencies)
  expect(JSON.parse(await program.run())).toEqual({
    plain: { seen: [1, 2], sockets: true },
    reconnected: { seen: [3, 4], sockets: 1, closedBefore: 0 },
  })
})
