import { createElement } from 'react'
import { hydrateRoot } from 'react-dom/client'
import { expect, inject, it, onTestFinished } from 'vitest'
import { type Channel, channelPair, type Frame, type Sendable } from '../../../src/index.js'
import { ChatPage } from '../chat-page.js'

declare const REACT_VERSION: string

const html = inject('serverPages')[REACT_VERSION] ?? ''

function texts(page: HTMLElement): (string | null)[] {
  const ids = ['status', 'state', 'messages', 'latest']
  return ids.map((id) => page.querySelector(`#${id}`)?.textContent ?? null)
}

it('a page that Node rendered shows the initial data', () => {
  const page = document.createElement('div')
  page.innerHTML = html
  expect(texts(page)).toEqual(['connecting', 'none', 'Welcome', 'nothing'])
})

it('the page is hydrated without a complaint, then connected', async () => {
  const page = document.body.appendChild(document.createElement('div'))
  page.innerHTML = html
  const servers: Channel<Frame, Sendable>[] = []
  const open = (): Channel<Frame, Sendable> => {
    const [client, server] = channelPair()
    servers.push(server)
    return client
  }
  const failures: unknown[] = []
  const root = hydrateRoot(page, createElement(ChatPage, { open }), {
    onRecoverableError: (error) => failures.push(error),
  })
  onTestFinished(() => {
    root.unmount()
    page.remove()
  })
  await expect.poll(() => texts(page)).toEqual(['open', 'waiting', 'Welcome', 'nothing'])
  servers[0]?.sink.add('Hello')
  servers[0]?.sink.add('again')
  const expected = ['open', 'active', 'Hello, again', 'again']
  await expect.poll(() => texts(page)).toEqual(expected)
  expect(failures).toEqual([])
  expect(servers).toHaveLength(1)
})
