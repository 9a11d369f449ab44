import { claim } from '../../contract/assert.js'
import type { Mend } from '../drop-in.js'
import { withPlatform } from '../with-platform.js'

export const platforms: Mend = {
  title:
    'It works on Node without `WebSocketCtor`, and says what to do where there is no `WebSocket`',
  cases: [
    {
      name: 'creating a subject throws an Error that names `WebSocketCtor`, or works',
      run: ({ webSocket }) => {
        withPlatform(undefined, () => {
          let message = 'use WebSocketCtor'
          try {
            webSocket('ws://a')
          } catch (error) {
            message = (error as Error).message
          }
          claim(message.includes('use WebSocketCtor'), 'it says what to do')
        })
      },
    },
  ],
}
