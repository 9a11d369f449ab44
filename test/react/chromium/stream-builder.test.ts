import { createElement, type ReactElement, type ReactNode } from 'react'
import { map, Subject } from 'rxjs'
import { expect, it } from 'vitest'
import { type AsyncSnapshot, channelPair, type Frame } from '../../../src/index.js'
import { StreamBuilder } from '../../../src/react.js'
import { mount, mountPlainly } from './mount.js'

function described({ connectionState, data, error }: AsyncSnapshot<unknown>): string {
  return `${connectionState} ${String(error ?? data)}`
}

it('shows what the builder returns for each snapshot', async () => {
  const [client, server] = channelPair()
  const text = (): string | null => element.textContent
  const { element } = mount(
    createElement(StreamBuilder<Frame>, {
      stream: client.stream,
      initialData: 'nothing yet',
      builder: (snapshot) => createElement('p', null, described(snapshot)),
    }),
  )
  expect(text()).toBe('waiting nothing yet')
  server.sink.add('a')
  await expect.poll(text).toBe('active a')
  server.sink.add('b')
  await expect.poll(text).toBe('active b')
  await server.sink.close(4001)
  await expect.poll(text).toBe('done ConnectionClosedError: Connection closed: received 4001')
})

it.each<[string, ReactNode, string]>([
  ['a string', 'text', 'text'],
  ['a number', 0, '0'],
  ['nothing', undefined, ''],
  ['null', null, ''],
  ['a list', ['a', 'b'], 'ab'],
])('shows %s', (_, result, expected) => {
  const { element } = mount(
    createElement(StreamBuilder, { stream: undefined, builder: () => result }),
  )
  expect(element.textContent).toBe(expected)
})

it('renders itself alone when the stream emits', async () => {
  let renders = 0
  const source = new Subject<string>()
  function Parent(): ReactElement {
    renders += 1
    // Made in each render: the component that makes it is rendered once.
    return createElement(StreamBuilder<string>, {
      stream: source.pipe(map((text) => text)),
      builder: described,
    })
  }
  const { element } = mountPlainly(createElement(Parent))
  source.next('a')
  await expect.poll(() => element.textContent).toBe('active a')
  expect(renders).toBe(1)
})

it('uses the builder of the last render', () => {
  const page = (builder: () => string): ReactElement =>
    createElement(StreamBuilder, { stream: undefined, builder })
  const mounted = mount(page(() => 'old'))
  mounted.render(page(() => 'new'))
  expect(mounted.element.textContent).toBe('new')
})
