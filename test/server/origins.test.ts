import { describe, expect, it } from 'vitest'
import type { ServeOptions } from '../../src/server.js'
import { serve } from './serving.js'
import { handshake } from './tcp-client.js'

type Origins = ServeOptions['origins']

/** The status of the answer to a page of an origin. */
async function statusFor(
  origins: Origins,
  fields: Readonly<Record<string, string | readonly string[]>>,
): Promise<number> {
  const { dial } = await serve({ origins })
  const answer = await dial().send(handshake(fields)).received('\r\n')
  return Number(answer.slice(9, 12))
}

describe('the same origin', () => {
  it.each<[origin: string, host: string, status: number]>([
    ['http://a.example', 'a.example', 101],
    ['https://a.example', 'a.example', 101],
    ['HTTPS://A.Example', 'a.example', 101],
    ['https://a.example', 'A.EXAMPLE', 101],
    ['http://a.example:80', 'a.example', 101],
    ['http://a.example', 'a.example:80', 101],
    ['https://a.example', 'a.example:443', 101],
    ['https://a.example:443', 'a.example', 101],
    ['http://a.example', 'a.example:', 101],
    ['https://a.example:443', 'a.example:', 101],
    ['http://[::1]', '[::1]:', 101],
    ['http://a.example:8080', 'a.example:8080', 101],
    ['http://[::1]:8080', '[::1]:8080', 101],
    ['http://[::1]', '[::1]:80', 101],
    ['http://127.0.0.1:8080', '127.0.0.1:8080', 101],
    ['https://a.example', 'a.example:80', 403],
    ['http://a.example', 'a.example:443', 403],
    ['http://a.example:8080', 'a.example', 403],
    ['http://a.example', 'a.example:8080', 403],
    ['http://a.example:8080', 'a.example:', 403],
    ['http://a.example:', 'a.example', 403],
    ['http://b.example', 'a.example', 403],
    ['http://a.example.evil', 'a.example', 403],
    ['http://evil-a.example', 'a.example', 403],
    ['http://a.example@evil', 'a.example', 403],
    ['http://a.example/', 'a.example', 403],
    ['http://a.example:99999', 'a.example:99999', 403],
    ['a.example', 'a.example', 403],
    ['null', 'null', 403],
    ['', '', 403],
    ['file://', '', 403],
    ['chrome-extension://abc', 'abc', 101],
  ])('is it %s at %s: %i', async (origin, host, status) => {
    expect(await statusFor(undefined, { Origin: origin, Host: host })).toBe(status)
    expect(await statusFor('same', { Origin: origin, Host: host })).toBe(status)
  })

  it('does not look at X-Forwarded-Host', async () => {
    const fields = {
      Origin: 'https://a.example',
      Host: 'b.example',
      'X-Forwarded-Host': 'a.example',
    }
    expect(await statusFor('same', fields)).toBe(403)
  })

  it('refuses two origins', async () => {
    const Origin = ['http://a.example', 'http://a.example']
    expect(await statusFor('same', { Origin, Host: 'a.example' })).toBe(403)
  })
})

it.each<Origins>(['same', 'any', [], ['https://a.example'], () => false])(
  'accepts a request without Origin, with %s',
  async (origins) => {
    expect(await statusFor(origins, {})).toBe(101)
  },
)

it.each(['https://evil.example', 'null', 'rubbish'])('accepts %s with "any"', async (Origin) => {
  expect(await statusFor('any', { Origin })).toBe(101)
})

describe('a list', () => {
  it.each<[origin: string, status: number]>([
    ['https://a.example', 101],
    ['https://a.example:443', 101],
    ['HTTPS://A.example', 101],
    ['http://b.example:8080', 101],
    ['https://c.example', 101],
    ['http://a.example', 403],
    ['https://a.example:444', 403],
    ['https://b.example', 403],
    ['null', 403],
    ['', 403],
  ])('lets %s in: %i', async (Origin, status) => {
    const list = ['https://a.example', 'HTTP://B.example:8080', 'https://c.example:443']
    expect(await statusFor(list, { Origin })).toBe(status)
  })

  it.each([
    'a.example',
    'https://a.example/',
    'https://a.example/path',
    'https://*.a.example',
    'https://user@a.example',
    'https://bücher.example',
    'https://a.example:99999',
    'wss://a.example',
    'null',
    '*',
    '',
  ])('of %j is a SyntaxError', async (origin) => {
    await expect(serve({ origins: [origin] })).rejects.toThrow(SyntaxError)
  })

  it('is copied', async () => {
    const list = ['https://a.example']
    const { dial } = await serve({ origins: list })
    list.push('https://b.example')
    const answer = await dial()
      .send(handshake({ Origin: 'https://b.example' }))
      .ended()
    expect(answer).toContain('403')
  })
})

describe('a function', () => {
  it('gets the origin as it was sent, and the request', async () => {
    const asked: unknown[] = []
    const { dial } = await serve({
      origins: (origin, request) => {
        asked.push([origin, request.url])
        return origin.endsWith('.Example')
      },
    })
    const fields = { Origin: 'https://A.Example' }
    const answer = await dial()
      .send(handshake(fields, { target: '/x' }))
      .received('\r\n')
    expect(answer).toContain('101')
    expect(
      await dial()
        .send(handshake({ Origin: 'https://b.org' }))
        .ended(),
    ).toContain('403')
    expect(asked).toEqual([
      ['https://A.Example', '/x'],
      ['https://b.org', '/'],
    ])
  })

  it.each(['null', 'rubbish', ''])('is not asked about %j', async (Origin) => {
    expect(await statusFor(() => true, { Origin })).toBe(403)
  })

  it('that is async allows no page', async () => {
    const origins = (() => Promise.resolve(true)) as unknown as () => boolean
    expect(await statusFor(origins, { Origin: 'https://a.example' })).toBe(403)
  })

  it('that throws is answered with 500, and reported', async () => {
    const error = new Error('broken')
    const { dial, reported } = await serve({
      origins: () => {
        throw error
      },
    })
    const answer = await dial()
      .send(handshake({ Origin: 'https://a.example' }))
      .ended()
    expect(answer).toContain('HTTP/1.1 500 ')
    expect(answer).not.toContain('broken')
    expect(reported.map((one) => one.error)).toEqual([error])
  })
})
