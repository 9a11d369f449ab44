import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { PassThrough } from 'node:stream'
import type { ObservableInput } from 'rxjs'
import { describe, expect, it } from 'vitest'
import type { Sendable } from '../../src/index.js'
import { opened } from './adversary/opened.js'

interface NodeSource {
  readonly source: ObservableInput<Sendable>
  /** Resolves when what is behind the source is released. */
  readonly released: Promise<unknown>
}

/** Sources of Node that are silent, or have more than is taken. */
const sources: Readonly<Record<string, () => NodeSource>> = {
  'a file stream'() {
    const source = createReadStream('/dev/zero')
    return { source, released: once(source, 'close') }
  },
  'a silent stream'() {
    const source = new PassThrough()
    return { source, released: once(source, 'close') }
  },
  'a readline over a silent stream'() {
    const source = createInterface({ input: new PassThrough() })
    return { source, released: once(source, 'close') }
  },
  'the output of a silent process'() {
    const child = spawn(process.execPath, ['-e', 'process.stdin.on("data", () => 0)'])
    const released = once(child.stdout, 'close').finally(() => child.kill())
    return { source: child.stdout, released }
  },
}

const ends = {
  close: ({ channel }: ReturnType<typeof opened>) => void channel.sink.close(1000),
  abort: ({ channel }: ReturnType<typeof opened>) => {
    channel.abort()
  },
  'the end by the peer': ({ socket }: ReturnType<typeof opened>) => {
    socket.end(1000, '')
  },
  'a failure': ({ socket }: ReturnType<typeof opened>) => {
    socket.fail()
  },
}

describe.each(Object.entries(sources))('addStream of %s', (_, make) => {
  it.each(Object.entries(ends))('releases it at once at %s', async (_, end) => {
    const link = opened({ closeTimeout: 20 })
    const { source, released } = make()
    const added = link.channel.sink.addStream(source)
    await new Promise((resolve) => setImmediate(resolve))
    end(link)
    await expect(added).rejects.toMatchObject({ name: 'ConnectionClosedError' })
    await released
  })
})
