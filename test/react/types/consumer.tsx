import type { ReactElement } from 'react'
import { Subject } from 'rxjs'
import {
  type AsyncSnapshot,
  type Channel,
  channelPair,
  type Frame,
  reconnecting,
  type ReconnectingChannel,
  type ReconnectStatus,
  type Sendable,
  WebSocketChannel,
} from 'web-socket-channel'
import { StreamBuilder, useChannel, useSnapshot, useStatus } from 'web-socket-channel/react'

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
declare function check<Claim extends true>(): Claim

export function Consumer({ url }: { url: string }): ReactElement {
  const plain = useChannel(() => WebSocketChannel.connect(url), [url])
  check<Same<typeof plain, WebSocketChannel | undefined>>()
  const lasting = useChannel(() => reconnecting(() => WebSocketChannel.connect(url)), [
    url,
  ] as const)
  check<Same<typeof lasting, ReconnectingChannel<Frame, Sendable> | undefined>>()
  const typed = useChannel<Frame, Sendable>(() => channelPair()[0])
  check<Same<typeof typed, Channel<Frame, Sendable> | undefined>>()
  // @ts-expect-error A promise is no channel.
  useChannel(() => Promise.resolve(channelPair()[0]))

  const frame = useSnapshot(plain?.stream)
  check<Same<typeof frame, AsyncSnapshot<Frame>>>()
  const number = useSnapshot(new Subject<number>(), 1)
  check<Same<typeof number, AsyncSnapshot<number>>>()
  // @ts-expect-error The initial data has the type of the stream's.
  useSnapshot(new Subject<number>(), 'a')

  const status = useStatus(lasting)
  check<Same<typeof status, ReconnectStatus>>()
  useStatus(plain)
  useStatus(undefined)

  return (
    <>
      <StreamBuilder stream={plain?.stream} builder={({ data }) => <p>{String(data)}</p>} />
      <StreamBuilder stream={undefined} initialData="a" builder={({ data }) => data} />
      <StreamBuilder
        stream={new Subject<number>()}
        initialData={1}
        builder={(snapshot) => {
          check<Same<typeof snapshot, AsyncSnapshot<number>>>()
          return snapshot.data
        }}
      />
      {/* @ts-expect-error The builder is required. */}
      <StreamBuilder stream={undefined} />
    </>
  )
}
