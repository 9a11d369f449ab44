const TOPIC = 'all'

/** Bun's own server, which checks what the others check. */
export function loadServing() {
  return ({ echoes = false } = {}) => {
    const server = globalThis.Bun.serve({
      port: 0,
      hostname: '127.0.0.1',
      fetch: (request, server) => upgrade(request, server),
      websocket: {
        maxPayloadLength: 1_048_576,
        perMessageDeflate: false,
        open: (socket) => socket.subscribe(TOPIC),
        message: echoes ? (socket, data) => socket.send(data) : ignore,
      },
    })
    return {
      port: server.port,
      toAll: (data) => server.publish(TOPIC, data),
      connections: {
        get size() {
          return server.pendingWebSockets
        },
      },
    }
  }
}

function upgrade(request, server) {
  const { pathname, host } = new URL(request.url)
  const isAllowed = pathname === '/' && new URL(request.headers.get('origin')).host === host
  if (isAllowed && server.upgrade(request)) return undefined
  return new globalThis.Response(undefined, { status: 403 })
}

function ignore() {
  // The clients send nothing.
}
