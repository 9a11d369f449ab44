import type { Relay } from '../../../examples/chat/relay.js'

/** The methods of a relay, as properties to spread. */
export function bound(relay: Relay): Relay {
  return {
    publish: (message) => relay.publish(message),
    subscribe: (room, after) => relay.subscribe(room, after),
    close: () => relay.close(),
  }
}
