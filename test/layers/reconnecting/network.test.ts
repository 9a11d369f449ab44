import { afterEach, describe, expect, it, vi } from 'vitest'
import {
  type EventTargetLike,
  isOffline,
  type NetworkHandlers,
  watchNetwork,
} from '../../../src/layers/reconnecting/network.js'

const ALL = ['offline', 'online', 'pageshow', 'resume', 'visibilitychange']

/** A target that counts its listeners. */
class CountedTarget extends EventTarget implements EventTargetLike {
  readonly listening: string[] = []
  visibilityState: string | undefined

  override addEventListener(type: string, listener: (event?: unknown) => void): void {
    this.listening.push(type)
    super.addEventListener(type, listener)
  }

  override removeEventListener(type: string, listener: (event?: unknown) => void): void {
    this.listening.splice(this.listening.indexOf(type), 1)
    super.removeEventListener(type, listener)
  }

  emit(...types: readonly string[]): void {
    for (const type of types) this.dispatchEvent(new Event(type))
  }
}

function recording(): { readonly calls: string[]; readonly handlers: NetworkHandlers } {
  const calls: string[] = []
  const handlers = {
    online: () => calls.push('online'),
    offline: () => calls.push('offline'),
    woken: () => calls.push('woken'),
  }
  return { calls, handlers }
}

/** Puts a page in the place of the globals. */
function page(document: object | undefined, navigator?: object): CountedTarget {
  const window = new CountedTarget()
  vi.stubGlobal('addEventListener', window.addEventListener.bind(window))
  vi.stubGlobal('removeEventListener', window.removeEventListener.bind(window))
  vi.stubGlobal('document', document)
  if (navigator) vi.stubGlobal('navigator', navigator)
  return window
}

afterEach(() => {
  vi.unstubAllGlobals()
})

describe('an injected target', () => {
  it('has listeners for all events, until watching stops', () => {
    const target = new CountedTarget()
    const { calls, handlers } = recording()
    const stop = watchNetwork(target, handlers)
    expect(target.listening.toSorted()).toEqual(ALL)
    target.emit('online', 'offline', 'pageshow', 'resume', 'visibilitychange', 'other')
    expect(calls).toEqual(['online', 'offline', 'woken', 'woken', 'woken'])
    stop()
    expect(target.listening).toEqual([])
    target.emit(...ALL)
    expect(calls).toHaveLength(5)
  })

  it.each([
    ['hidden', []],
    ['visible', ['woken']],
    ['prerender', ['woken']],
    [undefined, ['woken']],
  ])('that is %s when its visibility changes calls %j', (visibilityState, expected) => {
    const target = new CountedTarget()
    target.visibilityState = visibilityState
    const { calls, handlers } = recording()
    watchNetwork(target, handlers)
    target.emit('visibilitychange')
    expect(calls).toEqual(expected)
  })

  it('without a visibility has that of the document', () => {
    page({ visibilityState: 'hidden' })
    const target = new CountedTarget()
    const { calls, handlers } = recording()
    watchNetwork(target, handlers)
    target.emit('visibilitychange')
    expect(calls).toEqual([])
  })

  it('is online until it says `offline`, whatever the page says', () => {
    page(undefined, { onLine: false })
    expect(isOffline(new CountedTarget())).toBe(false)
  })

  it('is the only one that is listened to', () => {
    const document = new CountedTarget()
    const window = page(document)
    watchNetwork(new CountedTarget(), recording().handlers)
    expect([window.listening, document.listening]).toEqual([[], []])
  })

  it('whose `removeEventListener` throws does not keep the others from being removed', () => {
    const target = new CountedTarget()
    const remove = target.removeEventListener.bind(target)
    target.removeEventListener = (type, listener) => {
      remove(type, listener)
      throw new Error('removed')
    }
    const stop = watchNetwork(target, recording().handlers)
    stop()
    expect(target.listening).toEqual([])
  })
})

describe('the page', () => {
  it('has listeners on its window and its document, until watching stops', () => {
    const document = new CountedTarget()
    const window = page(document)
    const { calls, handlers } = recording()
    const stop = watchNetwork(undefined, handlers)
    expect(window.listening).toEqual(['online', 'offline', 'pageshow'])
    expect(document.listening).toEqual(['visibilitychange', 'resume'])
    window.emit('online', 'offline', 'pageshow')
    document.emit('resume', 'visibilitychange')
    document.visibilityState = 'hidden'
    document.emit('visibilitychange')
    expect(calls).toEqual(['online', 'offline', 'woken', 'woken', 'woken'])
    stop()
    expect([window.listening, document.listening]).toEqual([[], []])
  })

  it('may have no document, as a worker', () => {
    const window = page(undefined)
    const stop = watchNetwork(undefined, recording().handlers)
    expect(window.listening).toEqual(['online', 'offline', 'pageshow'])
    stop()
    expect(window.listening).toEqual([])
  })

  it('may have a document without events', () => {
    const window = page({})
    watchNetwork(undefined, recording().handlers)
    expect(window.listening).toEqual(['online', 'offline', 'pageshow'])
  })

  it('may be missing, as on Node', () => {
    vi.stubGlobal('addEventListener', undefined)
    const stop = watchNetwork(undefined, recording().handlers)
    expect(stop).not.toThrow()
  })

  it('is not listened to with `false`', () => {
    const document = new CountedTarget()
    const window = page(document)
    const stop = watchNetwork(false, recording().handlers)
    expect([window.listening, document.listening]).toEqual([[], []])
    expect(stop).not.toThrow()
  })
})

it.each([
  [{ onLine: false }, true],
  [{ onLine: true }, false],
  [{}, false],
])('with the navigator %j the page is offline: %s', (navigator, expected) => {
  page(undefined, navigator)
  expect(isOffline(undefined)).toBe(expected)
  expect(isOffline(false)).toBe(false)
})

it('without a navigator the page is online', () => {
  vi.stubGlobal('navigator', undefined)
  expect(isOffline(undefined)).toBe(false)
})
