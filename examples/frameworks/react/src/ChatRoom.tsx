import { type FormEvent, useMemo, useState } from 'react'
import { useChannel, useSnapshot } from 'web-socket-channel/react'
import { bannersOf, connectChat, messagesOf, said } from './chat'

export function ChatRoom({ name }: { name: string }) {
  const channel = useChannel(() => connectChat(name), [name])
  const messages = useSnapshot(
    useMemo(() => channel && messagesOf(channel), [channel]),
    [],
  )
  const banner = useSnapshot(useMemo(() => channel && bannersOf(channel), [channel])).data
  const [text, setText] = useState('')

  function submit(event: FormEvent) {
    event.preventDefault()
    channel?.sink.add(said(text))
    setText('')
  }

  return (
    <>
      <p role="status" aria-label="Connection">
        {banner?.text}
      </p>
      {banner?.retry && (
        <button type="button" onClick={() => channel?.reconnect()}>
          {banner.retry}
        </button>
      )}
      <ul role="log" aria-label="Messages">
        {messages.data?.map(({ seq, author, text }) => (
          <li key={seq}>
            {author}: {text}
          </li>
        ))}
      </ul>
      <form onSubmit={submit}>
        <input
          aria-label="Say something"
          value={text}
          onChange={(event) => setText(event.target.value)}
          disabled={!channel}
          maxLength={1000}
          required
        />
        <button disabled={!channel}>Send</button>
      </form>
    </>
  )
}
