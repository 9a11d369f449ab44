import type { Adapter, Client } from './adapter.js'
import type { ContractLayer } from './frame-layers.js'

/** An adapter whose channels have a layer around them, which leaves frames as they are. */
export function overLayer(adapter: Adapter, { name, layer, missing }: ContractLayer): Adapter {
  const { client } = adapter
  const layered: Client | undefined = client && {
    ...client,
    connect: (url, options) => layer(client.connect(url, options)),
    from: (socket, options) => layer(client.from(socket, options)),
  }
  return {
    ...adapter,
    name: `${adapter.name}, ${name}`,
    missing: { ...adapter.missing, ...missing },
    ...(layered && { client: layered }),
    async start(script, options) {
      const { channel, peer } = await adapter.start(script, options)
      return { channel: layer(channel), peer }
    },
  }
}
