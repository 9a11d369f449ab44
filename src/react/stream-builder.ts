import * as React from 'react'
import type { Observable } from 'rxjs'
import type { AsyncSnapshot } from '../layers/async-snapshot.js'
import { useSnapshot } from './use-snapshot.js'

/** Properties of {@link StreamBuilder}. */
export interface StreamBuilderProps<T> {
  /** The stream to show; `undefined` until there is one. */
  readonly stream: Observable<T> | undefined
  /** Data of the first snapshot; ignored later. None by default. */
  readonly initialData?: T | undefined
  /** Returns what to show of a snapshot. Called in each render; it may not call hooks conditionally. */
  readonly builder: (snapshot: AsyncSnapshot<T>) => React.ReactNode
}

/**
 * Shows the latest snapshot of a stream: Flutter's `StreamBuilder`, with the semantics of {@link useSnapshot}. Only this component
 * is rendered again when the stream emits, not the one that contains it.
 *
 * @param props The stream, its initial data and the builder.
 *
 * @example
 * ```tsx
 * import { WebSocketChannel } from 'web-socket-channel'
 * import { StreamBuilder, useChannel } from 'web-socket-channel/react'
 *
 * export function Echo() {
 *   const channel = useChannel(() => WebSocketChannel.connect('wss://echo.example'))
 *   return (
 *     <StreamBuilder
 *       stream={channel?.stream}
 *       builder={({ hasData, data }) => <p>{hasData ? String(data) : ''}</p>}
 *     />
 *   )
 * }
 * ```
 */
export function StreamBuilder<T>(props: StreamBuilderProps<T>): React.ReactElement {
  const { stream, initialData, builder } = props
  const snapshot = useSnapshot(stream, initialData)
  // In a fragment, since types of React 18 allow only elements as the result of a component.
  return React.createElement(React.Fragment, undefined, builder(snapshot))
}
