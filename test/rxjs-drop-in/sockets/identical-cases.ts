import { map } from 'rxjs'
import { claim, equal } from '../../contract/assert.js'
import type { Play, SocketCase } from './socket-case.js'

/** What is the same with both modules, over real sockets. */
export const identicalOverSockets: readonly SocketCase[] = [
  {
    name: 'what is queued is sent at the opening, in order, and the last unsubscribe closes',
    run: async (play) => {
      const subject = play.subject('/echo')
      subject.next(1)
      const watch = play.observe(subject)
      subject.next({ text: '2 €' })
      await play.until('{')
      watch.unsubscribe()
      await play.until('closed')
      equal(play.log.slice(0, 3), ['open', '1', '{"text":"2 €"}'])
      equal(play.log.length, 4)
    },
  },
  {
    name: '`complete()` before the opening waits for it, sends the queue and closes',
    run: async (play) => {
      const subject = play.subject('/echo')
      play.observe(subject)
      subject.complete()
      await play.until('complete')
      equal(play.log.map(withoutCode), ['open', 'closing', 'closed', 'complete'])
    },
  },
  {
    name: '`error()` closes with a code and a reason; a clean close completes, whatever the code',
    run: async (play) => {
      const subject = play.subject('/echo')
      play.observe(subject)
      await play.until('open')
      subject.error({ code: 4000, reason: 'bye' })
      await play.until('complete')
      equal(play.log, ['open', 'closing', 'closed 4000', 'complete'])
    },
  },
  ...[1000, 1011, 4001].map((code) => ({
    name: `a peer that closes with ${code} completes the subject`,
    run: async (play: Play) => {
      play.observe(play.subject(`/close?code=${code}&reason=bye`))
      await play.until('complete')
      equal(play.log, ['open', `closed ${code}`, 'complete'])
    },
  })),
  {
    name: 'a connection that is lost is an error, and 1006 for the close observer',
    run: async (play) => {
      play.observe(play.subject('/drop'))
      await play.until('error')
      await play.until('closed')
      // Some platforms emit `error` before `close`.
      equal(play.log.toSorted(), ['closed 1006', 'error', 'open'])
    },
  },
  {
    name: 'a refused upgrade is an error inside the `error` event, before the close observer is notified',
    run: async (play) => {
      play.observe(play.subject('/status?code=401'))
      await play.until(play.stage.closesAfterError ? 'closed' : 'error')
      equal(play.log, play.stage.closesAfterError ? ['error', 'closed 1006'] : ['error'])
    },
  },
  {
    name: 'the next subscription connects again',
    run: async (play) => {
      const subject = play.subject('/echo')
      const first = play.observe(subject)
      await play.until('open')
      first.unsubscribe()
      await play.until('closed')
      play.observe(subject)
      subject.next(1)
      await play.until('1')
      subject.complete()
      await play.until('complete')
      equal(play.log.filter((event) => event === 'open').length, 2)
    },
  },
  {
    name: 'binary `data` is as the class has it by default',
    run: async (play) => {
      const { binary } = play.stage
      const subject = play.subject<string>('/send?hex=0102', {
        deserializer: ({ data }) => (data as object).constructor.name,
      })
      play.observe(subject)
      await play.until('"')
      equal(play.log, ['open', JSON.stringify(binary)])
      await closed(play, subject)
    },
  },
  {
    name: 'binary `data` is as `binaryType` asks',
    run: async (play) => {
      const subject = play.subject<readonly number[]>('/send?hex=0102', {
        binaryType: 'arraybuffer',
        deserializer: ({ data }) => [...new Uint8Array(data as ArrayBuffer)],
      })
      play.observe(subject)
      await play.until('[')
      equal(play.log, ['open', '[1,2]'])
      await closed(play, subject)
    },
  },
  {
    name: 'bytes that the serializer returns are sent as a binary message',
    run: async (play) => {
      const subject = play.subject('/echo', {
        binaryType: 'arraybuffer',
        serializer: (value) => new Uint8Array([1, Number(value)]),
        deserializer: ({ data }) => (data as ArrayBuffer).byteLength,
      })
      play.observe(subject)
      subject.next(2)
      await play.until('2')
      await closed(play, subject)
    },
  },
  {
    name: '`multiplex` and `pipe` work over the one connection',
    run: async (play) => {
      const subject = play.subject<string>('/echo')
      const topic = subject.multiplex(
        () => 'ask',
        () => 'bye',
        (value) => value === 'ask',
      )
      play.observe(subject)
      const watch = play.observe(topic.pipe(map((value) => `topic ${value}`)))
      await play.until('"topic ask"')
      watch.unsubscribe()
      await play.until('"bye"')
      claim(play.log.filter((event) => event === 'open').length === 1, 'there is one connection')
      await closed(play, subject)
    },
  },
]

async function closed(play: Play, subject: { complete(): void }): Promise<void> {
  subject.complete()
  await play.until('complete')
}

function withoutCode(event: string): string {
  return event.replace(/ \d+$/, '')
}
