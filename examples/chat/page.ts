import { find } from '../shared/find.js'
import { showConnection } from './banner.js'
import { ChatClient } from './client.js'
import type { ChatMessage } from './messages.js'

const rooms = ['lobby', 'random', 'help']
const names = ['Ada', 'Grace', 'Alan', 'Edsger', 'Barbara', 'Donald']

const name = new URLSearchParams(location.search).get('name')?.trim() || anyName()
const url = new URL('/chat', location.href)
url.searchParams.set('name', name)
const client = new ChatClient({ url, rooms })

const shown = { room: 'lobby' }
const messages = new Map<string, ChatMessage[]>(rooms.map((room) => [room, []]))
const tabs = new Map(rooms.map((room) => [room, tabOf(room)]))
const field = find('text', HTMLInputElement)

find('name', HTMLElement).textContent = name
find('rooms', HTMLElement).append(...tabs.values())
find('say', HTMLFormElement).addEventListener('submit', say)
client.messages.subscribe({
  next: receive,
  // The banner says why there will be no more messages.
  error: () => undefined,
})
showConnection(client)
show(shown.room)

function show(room: string): void {
  shown.room = room
  tabs.forEach((tab, of) => tab.setAttribute('aria-pressed', String(of === room)))
  const tab = tabs.get(room)
  if (tab) tab.dataset['news'] = '0'
  const items = (messages.get(room) ?? []).map(itemOf)
  find('messages', HTMLElement).replaceChildren(...items)
  showUnseen()
}

function receive(message: ChatMessage): void {
  messages.get(message.room)?.push(message)
  const tab = tabs.get(message.room)
  if (message.room === shown.room) {
    find('messages', HTMLElement).append(itemOf(message))
    showUnseen()
  } else if (tab) {
    tab.dataset['news'] = String(Number(tab.dataset['news'] ?? 0) + 1)
  }
}

function say(event: SubmitEvent): void {
  event.preventDefault()
  const text = field.value.trim()
  if (text === '') return
  client.say(shown.room, text)
  field.value = ''
  showUnseen()
}

/** Shows behind the messages what this user said that is still on its way. */
function showUnseen(): void {
  const said = [...client.unseen].filter(({ room }) => room === shown.room)
  find('unseen', HTMLElement).replaceChildren(...said.map(({ text }) => listItem(text)))
  const history = find('history', HTMLElement)
  history.scrollTop = history.scrollHeight
}

function itemOf({ author, text, time }: ChatMessage): HTMLLIElement {
  const by = document.createElement('small')
  by.textContent = `${author}, ${new Date(time).toLocaleTimeString()}`
  const item = listItem(by, text)
  item.classList.toggle('own', author === name)
  return item
}

function listItem(...content: readonly (Node | string)[]): HTMLLIElement {
  const item = document.createElement('li')
  item.append(...content)
  return item
}

function tabOf(room: string): HTMLButtonElement {
  const tab = document.createElement('button')
  tab.type = 'button'
  tab.textContent = room
  tab.addEventListener('click', () => show(room))
  return tab
}

function anyName(): string {
  const first = names[Math.floor(Math.random() * names.length)] ?? 'Guest'
  return `${first} ${Math.floor(Math.random() * 1_000)}`
}
