import { describe, expect, it } from 'vitest'
import { withAdversary, type Script } from './adversary/adversary.js'
import { runChild } from './adversary/child.js'
import { close } from './adversary/frames.js'

/** Says goodbye when spoken to, whether by a text or by a close frame. */
const polite: Script = async (peer) => {
  await peer.accept()
  await peer.until(() => peer.frames.length > 0 || peer.ended !== undefined)
  peer.write(close(1000))
  await peer.untilEnded()
  peer.end('fin')
}

/** Takes the connection and never says a word. */
const silent: Script = () => undefined

describe('a process exits by itself when its channels', () => {
  it.each<[string, Script]>([
    ['close', polite],
    ['dispose', polite],
    ['remote', polite],
    ['abort', polite],
    ['abort-pending', silent],
  ])('have ended by %s', { timeout: 20_000 }, async (how, script) => {
    await withAdversary(script, async ({ url }) => {
      const { exitCode, report } = await runChild('ended-channels', [url, how], { limit: 10_000 })
      expect({ exitCode, report }).toEqual({
        exitCode: 0,
        report: { states: ['closed', 'closed', 'closed'] },
      })
    })
  })
})

/** Takes what is sent. */
const listening: Script = (peer) => peer.accept()

describe('what a process adds in the tick in which it ends', () => {
  const paths = ['true', 'false']
  const ways = [
    ['exit', 'exits'],
    ['throw', 'dies of an error'],
  ] as const
  const all = paths.flatMap((path) => ways.map(([how, ends]) => ({ path, how, ends })))

  it.each(all)('is sent if it $ends (fast path: $path)', async ({ path, how }) => {
    await withAdversary(listening, async ({ url, peers }) => {
      const ended = runChild<object>('sudden-exit', [url, path, how])
      if (how === 'exit') expect((await ended).report).toEqual({ how })
      else await expect(ended).rejects.toThrow('Nobody catches this')
      await Promise.all(peers.map((peer) => peer.untilEnded()))
      const sent = peers.map(({ frames }) =>
        frames.map(({ payload }) => payload.toString()).join(''),
      )
      expect(sent.sort()).toEqual(['123', '123456'])
    })
  })
})
