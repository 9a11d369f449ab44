import type { Observable } from 'rxjs'
import { onScopeDispose, shallowRef, type ShallowRef } from 'vue'
import { type Banner, bannersOf, type ChatMessage, connectChat, messagesOf, said } from './chat'

/** Enters the chat, until the component is unmounted. */
export function useChat(name: string) {
  const channel = connectChat(name)
  onScopeDispose(() => void channel.sink.close())
  return {
    messages: useLast<readonly ChatMessage[]>(messagesOf(channel), []),
    banner: useLast<Banner>(bannersOf(channel), { text: '', retry: '' }),
    say: (text: string) => channel.sink.add(said(text)),
    reconnect: () => channel.reconnect(),
  }
}

/** The last value that an Observable has emitted. Vue need not make its parts reactive. */
function useLast<T>(values: Observable<T>, initial: T): Readonly<ShallowRef<T>> {
  const last = shallowRef(initial)
  const subscription = values.subscribe((value) => (last.value = value))
  onScopeDispose(() => subscription.unsubscribe())
  return last
}
