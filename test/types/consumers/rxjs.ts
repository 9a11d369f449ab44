/* eslint-disable @typescript-eslint/no-unsafe-argument, @typescript-eslint/no-unsafe-member-access -- the types of RxJS have `any` */
/* eslint-disable @typescript-eslint/no-deprecated -- what RxJS deprecates compiles all the same */
import { map, of, retry, Subject, type Observable, type Observer, type Subscription } from 'rxjs'
import { webSocket, WebSocketSubject } from 'web-socket-channel/rxjs'
import type { WebSocketSubjectConfig } from 'web-socket-channel/rxjs'

// It compiles with `rxjs/webSocket` too.

export const seen: unknown[] = []

interface Message {
  readonly topic: string
  readonly text?: string
}

export const byAddress: WebSocketSubject<Message> = webSocket<Message>('wss://echo.example')
export const untyped: WebSocketSubject<unknown> = webSocket('wss://echo.example')

export const config: WebSocketSubjectConfig<Message> = {
  url: 'wss://echo.example',
  protocol: ['chat', 'json'],
  serializer: (message) => JSON.stringify(message),
  deserializer: (event) => JSON.parse(event.data) as Message,
  openObserver: { next: (event) => seen.push(event.type) },
  closeObserver: new Subject(),
  closingObserver: { next: () => seen.push('closing') },
  binaryType: 'arraybuffer',
}
config.closeObserver = {
  next: ({ code, reason, wasClean }) => seen.push(code + 1, reason.length, wasClean),
}
config.serializer = ({ topic }) => new Uint8Array([topic.length])

export const subject = new WebSocketSubject<Message>(config)
export const subjects: readonly Subject<Message>[] = [subject]
export const joined = new WebSocketSubject<number>(of(1), new Subject<number>())
export const fields: Observer<Message> | undefined = subject.destination

export const subscription: Subscription = subject.subscribe({
  next: (message) => seen.push(message.topic),
  error: (error) => seen.push(error.code),
  complete: () => seen.push('closed'),
})
subject.subscribe((message) => seen.push(message.text))
subject.subscribe(
  (message) => seen.push(message.text),
  (error) => seen.push(error.reason),
)
subject.subscribe(null, null, () => seen.push('closed'))

subject.next({ topic: 'news' })
subject.error({ code: 4000, reason: 'bye' })
subject.complete()
subject.unsubscribe()

export const topic: Observable<Message> = subject.multiplex(
  () => ({ subscribe: 'news' }),
  () => ({ unsubscribe: 'news' }),
  (message) => message.topic === 'news',
)
export const texts: Observable<string> = subject.pipe(
  retry({ count: 3, delay: 1_000 }),
  map(({ text = '' }) => text),
)
of<Message>({ topic: 'news' }).subscribe(subject)
export const shared: Observable<Message> = subject.asObservable()

class Named extends WebSocketSubject<Message> {
  readonly name: string

  constructor(name: string) {
    super({ url: `wss://${name}.example` })
    this.name = name
  }

  override next(message: Message): void {
    super.next({ ...message, topic: this.name })
  }
}
export const named: WebSocketSubject<Message> = new Named('echo')

// @ts-expect-error -- a value of another type
subject.next({ text: 'no topic' })
// @ts-expect-error -- no address
webSocket<Message>({ protocol: 'chat' })
// @ts-expect-error -- a property that there is none of
webSocket<Message>({ url: 'wss://echo.example', timeout: 1 })
