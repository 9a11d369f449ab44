import type { Relay } from '../../../examples/chat/relay.js'

const path = new URL('../../../examples/chat/nats/nats-relay.ts', import.meta.url).href

interface Module {
  readonly NatsRelay: { connect(servers: string): Promise<Relay> }
}

/** Connects to NATS. The packages of NATS are installed for this group of tests only: other groups must not compile the module. */
export async function connectNatsRelay(port: number): Promise<Relay> {
  const { NatsRelay } = (await import(path)) as Module
  return NatsRelay.connect(`127.0.0.1:${port}`)
}
