import * as React from 'react'
import type { Observable } from 'rxjs'
import type { AsyncSnapshot } from '../layers/async-snapshot.js'
import { SnapshotStore } from './snapshot-store.js'

/**
 * Subscribes to a stream while the component is on the page, and returns what is known of it, as Flutter's `StreamBuilder` does:
 * `'waiting'` until the first value, `'active'` from then on, `'done'` after the end, with the error if there was one. An error
 * is never thrown.
 *
 * With another stream the state is `'waiting'` again, with the data or the error of the stream before until the first value comes;
 * without one it is `'none'`. On the server, while hydrating and in the first render there is the initial data.
 *
 * A value that comes alone is rendered at once. Of values that come while it is rendered, and in the 16 milliseconds after that, the
 * latest is rendered: use an operator such as `scan` to show all of them. Each is passed through the operators.
 *
 * @param stream Subscribed once for as long as it is the same object: memoise what you make with `pipe`. One that is made in each render
 * is subscribed again after each value, and the state of its operators begins anew.
 * @param initialData Data of the first snapshot; ignored later. None by default.
 * @throws {Error} Into the next error boundary, if a stream that is made in each render emits as soon as it is subscribed: the
 * component would be rendered endlessly.
 *
 * @example
 * ```tsx
 * import { useMemo } from 'react'
 * import { scan } from 'rxjs'
 * import { WebSocketChannel } from 'web-socket-channel'
 * import { useChannel, useSnapshot } from 'web-socket-channel/react'
 *
 * export function Messages({ url }: { url: string }) {
 *   const channel = useChannel(() => WebSocketChannel.connect(url), [url])
 *   const lists = useMemo(
 *     () => channel?.stream.pipe(scan((all: string[], frame) => [...all, String(frame)], [])),
 *     [channel],
 *   )
 *   const { data, error } = useSnapshot(lists, [])
 *   if (error instanceof Error) return <p role="alert">{error.message}</p>
 *   return <ul>{data?.map((text, index) => <li key={index}>{text}</li>)}</ul>
 * }
 * ```
 */
export function useSnapshot<T>(
  stream: Observable<T> | undefined,
  initialData?: T,
): AsyncSnapshot<T> {
  const [store] = React.useState(() => new SnapshotStore(initialData))
  store.rendering(stream)
  const subscribe = React.useCallback(
    (changed: () => void) => store.subscribe(stream, changed),
    [store, stream],
  )
  const getSnapshot = (): AsyncSnapshot<T> => store.snapshotOf(stream)
  // Before the effect that subscribes: what a stream emits in that is not rendered yet.
  React.useEffect(() => {
    store.rendered()
  })
  return React.useSyncExternalStore(subscribe, getSnapshot, getSnapshot)
}
