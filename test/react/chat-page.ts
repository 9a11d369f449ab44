import { createElement, type ReactElement, useMemo } from 'react'
import { scan } from 'rxjs'
import { StreamBuilder, useChannel, useSnapshot, useStatus } from '../../src/react.js'
import type { Channel, Frame, Sendable } from '../../src/index.js'

/** A page that a server renders and a browser hydrates. */
export function ChatPage({ open }: { open: () => Channel<Frame, Sendable> }): ReactElement {
  const channel = useChannel(open)
  const status = useStatus(channel)
  const lists = useMemo(
    () => channel?.stream.pipe(scan((all: readonly string[], text) => [...all, String(text)], [])),
    [channel],
  )
  const { connectionState, data } = useSnapshot<readonly string[]>(lists, ['Welcome'])
  return createElement(
    'main',
    null,
    createElement('p', { id: 'status' }, status.name),
    createElement('p', { id: 'state' }, connectionState),
    createElement('p', { id: 'messages' }, data?.join(', ')),
    createElement(StreamBuilder<Frame>, {
      stream: channel?.stream,
      initialData: 'nothing',
      builder: (snapshot) => createElement('p', { id: 'latest' }, String(snapshot.data)),
    }),
  )
}
