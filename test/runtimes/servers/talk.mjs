// What the servers of docs/servers.md do with their channels in the tests.
const ends = []

/** Greets, then sends each frame back. Some texts are orders. */
export function talk(channel) {
  const orders = {
    'close with 4002': () => channel.sink.close(4002, 'bye'),
    'send 12 MiB': () => mebibytes(12).forEach((frame) => channel.sink.add(frame)),
    'send 60 MiB': () => mebibytes(60).forEach((frame) => channel.sink.add(frame)),
    'how did others end?': () => channel.sink.add(JSON.stringify(ends)),
  }
  channel.sink.add('Welcome!')
  channel.stream.subscribe({
    next(frame) {
      const order = typeof frame === 'string' ? orders[frame] : undefined
      if (order) order()
      else channel.sink.add(frame)
    },
    // How it ended is in `closed`.
    error: () => undefined,
  })
  void channel.closed.then(({ code, reason, wasClean, initiator }) => {
    ends.push({ code, reason, wasClean, initiator })
  })
}

function mebibytes(count) {
  return Array.from({ length: count }, (_, index) => new Uint8Array(2 ** 20).fill(index))
}
