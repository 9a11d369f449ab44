import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { BrowserWebSocketChannel } from '../../src/browser.js'
import type { Sendable } from '../../src/core/frame.js'
import { WebSocketChannel } from '../../src/index.node.js'
import { NodeWebSocketChannel } from '../../src/node.js'
import { thrownBy } from './adversary/thrown-by.js'
import { scriptedClass } from './model/scripted-class.js'

describe('a URL', () => {
  const connects = [WebSocketChannel, NodeWebSocketChannel, BrowserWebSocketChannel] as const

  it.each(connects)('that is none is refused by %o', (channel) => {
    const { WebSocket } = scriptedClass()
    for (const url of [
      '',
      ' ',
      'x',
      '/path',
      '//host',
      'host:80',
      'ws://',
      'ws://[::1',
      'ws://a b',
      'ws://h:99999',
    ]) {
      expect(
        thrownBy(() => channel.connect(url, { WebSocket })),
        url,
      ).toBeInstanceOf(SyntaxError)
    }
    for (const url of [
      'ftp://host',
      'file:///x',
      'data:x',
      'javascript:1',
      'wsx://host',
      'about:blank',
    ]) {
      expect(
        thrownBy(() => channel.connect(url, { WebSocket })),
        url,
      ).toBeInstanceOf(SyntaxError)
    }
    for (const url of ['ws://host/#', 'ws://host/#x', new URL('ws://host/#x')]) {
      expect(
        thrownBy(() => channel.connect(url, { WebSocket })),
        inspect(url),
      ).toBeInstanceOf(SyntaxError)
    }
    for (const url of [undefined, null, 1, true, {}, [], Symbol('x'), () => 'ws://host']) {
      const error = thrownBy(() => channel.connect(url as never, { WebSocket }))
      expect(error, inspect(url)).toBeInstanceOf(TypeError)
    }
  })

  it('without a scheme is quoted up to its port', () => {
    const error = thrownBy(() => WebSocketChannel.connect('localhost:8080/?secret')) as Error
    expect(error.message).toBe('Cannot connect to localhost:8080: use ws://localhost:8080')
  })

  it('with secrets is not quoted in the error about it', () => {
    for (const url of [
      'ftp://user:secret@host/?secret',
      'ws://user:secret@host/?secret#secret',
      'ws://user:secret@:80?secret',
    ]) {
      const error = thrownBy(() => WebSocketChannel.connect(url)) as Error
      expect(`${error.message} ${String(error.cause)}`).not.toContain('secret')
    }
  })
})

describe('from', () => {
  it.each([WebSocketChannel, NodeWebSocketChannel, BrowserWebSocketChannel])(
    'of %o refuses what is no socket',
    (channel) => {
      for (const socket of [
        undefined,
        null,
        1,
        'ws://host/',
        {},
        [],
        new EventTarget(),
        Symbol('x'),
        () => 1,
      ]) {
        expect(
          thrownBy(() => channel.from(socket as never)),
          inspect(socket),
        ).toBeInstanceOf(TypeError)
      }
    },
  )
})

describe('add', () => {
  const values = [
    null,
    undefined,
    1,
    NaN,
    true,
    {},
    [],
    Symbol('x'),
    new Date(),
    1n,
    () => 'x',
    [1, 2],
    new Map(),
  ]

  it.each(['connecting', 'open', 'closing', 'closed'] as const)(
    'refuses what cannot be sent while %s',
    (state) => {
      const { WebSocket, only } = scriptedClass()
      const channel = BrowserWebSocketChannel.connect('ws://scripted.test/', { WebSocket })
      if (state !== 'connecting') only().open()
      if (state === 'closing') void channel.sink.close()
      if (state === 'closed') channel.abort()
      for (const value of values) {
        expect(
          thrownBy(() => channel.sink.add(value as Sendable)),
          inspect(value),
        ).toBeInstanceOf(TypeError)
      }
      expect(channel.state).toBe(state)
      expect(channel.sink.bufferedAmount).toBe(0)
      expect(only().sent).toEqual([])
      if (state === 'connecting' || state === 'open') channel.sink.add('still usable')
      channel.abort()
    },
  )
})
