import { afterEach, describe, expect, it, vi } from 'vitest'

class Native {
  send(): void {
    throw new Error('Nothing is sent here')
  }
}

/** The class that the adapter finds, with this global `WebSocket` and what `isomorphic-ws` exports. */
async function found(global: unknown, exported: unknown): Promise<unknown> {
  vi.resetModules()
  vi.stubGlobal('WebSocket', global)
  vi.doMock('isomorphic-ws', () => ({ default: exported }))
  const { platformWebSocket } = await import('../../../src/adapters/whatwg/isomorphic.js')
  return platformWebSocket()
}

afterEach(() => {
  vi.unstubAllGlobals()
  vi.doUnmock('isomorphic-ws')
})

describe('the WebSocket class of the platform', () => {
  it('is the global one, as it is at the call', async () => {
    expect(await found(Native, class extends Native {})).toBe(Native)
    class Replaced extends Native {}
    vi.stubGlobal('WebSocket', Replaced)
    const { platformWebSocket } = await import('../../../src/adapters/whatwg/isomorphic.js')
    expect(platformWebSocket()).toBe(Replaced)
  })

  it.each([undefined, null])('is that of isomorphic-ws if the global one is %s', async (global) => {
    expect(await found(global, Native)).toBe(Native)
  })

  it('is that of isomorphic-ws if a bundler imports its namespace object', async () => {
    expect(await found(undefined, { default: Native })).toBe(Native)
  })

  it.each([
    ['nothing', undefined],
    ['null, as where a page has no WebSocket', null],
    ['a namespace object without a class', { default: null }],
    [
      'the stub of ws for browsers',
      () => {
        throw new Error('ws does not work in the browser')
      },
    ],
    [
      'a namespace object with that stub',
      {
        default() {
          throw new Error('ws does not work in the browser')
        },
      },
    ],
  ])('is missing if isomorphic-ws exports %s', async (_, exported) => {
    expect(await found(undefined, exported)).toBeUndefined()
  })
})
