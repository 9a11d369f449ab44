import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { withAdversary, type Script } from '../faults/adversary/adversary.js'
import { runChild } from '../faults/adversary/child.js'
import { binary, close } from '../faults/adversary/frames.js'
import type { Cost } from '../faults/adversary/memory-watch.js'

const mebibyte = 2 ** 20
const size = 65_536
const count = (200 * mebibyte) / size

interface OutReport extends Cost {
  readonly most: number
  readonly took: number
  readonly arrayBuffers: number
  readonly resources: readonly string[]
  readonly info: object
}

interface InReport extends Cost {
  readonly bytes: number
  readonly wrong: number
  readonly info: object
}

function tell(name: string, { growth, stall }: Cost): void {
  console.info(
    `${name}: grew by ${Math.round(growth / mebibyte)} MiB, stalled ${Math.round(stall)} ms`,
  )
}

describe('200 MiB', { timeout: 60_000 }, () => {
  const ways = [
    ['by addStream', 'pouring'],
    ['by add, awaiting sink.ready', 'heeding'],
  ] as const
  it.each(ways)(
    'added %s for a peer that reads late cost little and all arrive',
    async (_, how) => {
      const script: Script = async (peer) => {
        await peer.accept()
        peer.stopReading()
        await wait(500)
        peer.resumeReading()
      }
      await withAdversary(script, async (server) => {
        const { report } = await runChild<OutReport>('flood-out', [server.url, how, String(count)])
        tell(`200 MiB out, ${how}`, report)
        const peer = await server.first()
        const request = peer.received.indexOf('\r\n\r\n') + 4
        // Each frame has a header of 14 bytes, the mask included.
        expect(peer.receivedBytes - request).toBe(count * (size + 14))
        expect(report.most).toBeLessThan(mebibyte + 2 * size)
        expect(report.growth).toBeLessThan(100 * mebibyte)
        expect(report.resources).toEqual([])
      })
    },
  )

  // A loop of the caller's that only awaits what is ready already gives nobody a turn; one of ours must.
  it('three times over, by addStream to a peer that keeps up, give others their turn', async () => {
    const script: Script = async (peer) => peer.accept()
    await withAdversary(script, async (server) => {
      const args = [server.url, 'pouring', String(3 * count)]
      const { report } = await runChild<OutReport>('flood-out', args)
      tell('600 MiB out, by addStream', report)
      expect(report.stall).toBeLessThan(200)
    })
  })

  it('added for a peer that never reads, without awaiting anything, are counted and dropped at closeTimeout', async () => {
    const script: Script = async (peer) => {
      await peer.accept()
      peer.stopReading()
    }
    await withAdversary(script, async (server) => {
      const { report } = await runChild<OutReport>('flood-out', [
        server.url,
        'heedless',
        String(count),
      ])
      tell('200 MiB out, awaiting nothing', report)
      expect(report).toMatchObject({
        info: { code: 1006, reason: '', wasClean: false, initiator: 'local' },
        resources: [],
      })
      expect(report.most).toBeGreaterThan(180 * mebibyte)
      expect(report.growth).toBeLessThan(400 * mebibyte)
      expect(report.took).toBeLessThan(2_000)
      expect(report.arrayBuffers).toBeLessThan(10 * mebibyte)
    })
  })

  it('sent to a consumer that iterates slowly cost little and all arrive', async () => {
    const script: Script = async (peer) => {
      await peer.accept()
      for (let at = 0; at < count; at += 1) {
        const payload = Buffer.alloc(size, at & 255)
        payload.writeUInt32BE(at)
        await peer.flood(binary(payload), 1)
      }
      peer.write(close(1000))
      peer.end('fin')
    }
    await withAdversary(script, async (server) => {
      const { report } = await runChild<InReport>('flood-in', [server.url])
      tell('200 MiB in, read slowly', report)
      expect(report).toMatchObject({
        bytes: count * size,
        wrong: 0,
        info: { code: 1000, reason: '', wasClean: true, initiator: 'remote' },
      })
      expect(report.growth).toBeLessThan(100 * mebibyte)
      expect(report.stall).toBeLessThan(200)
    })
  })
})
