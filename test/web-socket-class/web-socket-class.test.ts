import { expect, inject, it } from 'vitest'
import { NodeWebSocketChannel } from '../../src/node.js'
import { webSocketClass } from '../../src/index.js'
import { runCases } from './run-cases.js'

const Class = webSocketClass((url, protocols) => NodeWebSocketChannel.connect(url, { protocols }))

runCases('webSocketClass over ws', Class, inject('peerUrl'))

it('takes no value but a function', () => {
  for (const value of [undefined, null, 'wss://echo.example', {}]) {
    expect(() => webSocketClass(value as never)).toThrow(TypeError)
  }
})
