import { DOCUMENT } from '@angular/common'
import { Component, DestroyRef, inject } from '@angular/core'
import { toSignal } from '@angular/core/rxjs-interop'
import { bannersOf, connectChat, messagesOf, said } from './chat'

@Component({
  selector: 'chat-room',
  template: `
    <p role="status" aria-label="Connection">{{ banner().text }}</p>
    @if (banner().retry; as label) {
      <button type="button" (click)="reconnect()">{{ label }}</button>
    }
    <ul role="log" aria-label="Messages">
      @for (message of messages(); track message.seq) {
        <li>{{ message.author }}: {{ message.text }}</li>
      }
    </ul>
    <form (submit)="say($event, text)">
      <input #text aria-label="Say something" maxlength="1000" required />
      <button>Send</button>
    </form>
  `,
})
export class ChatRoom {
  readonly #search = new URLSearchParams(inject(DOCUMENT).location.search)
  readonly #channel = connectChat(this.#search.get('name')?.trim() || 'Guest')
  protected readonly messages = toSignal(messagesOf(this.#channel), { initialValue: [] })
  protected readonly banner = toSignal(bannersOf(this.#channel), { requireSync: true })

  constructor() {
    inject(DestroyRef).onDestroy(() => void this.#channel.sink.close())
  }

  protected say(event: Event, field: HTMLInputElement): void {
    event.preventDefault()
    this.#channel.sink.add(said(field.value))
    field.value = ''
  }

  protected reconnect(): void {
    this.#channel.reconnect()
  }
}
