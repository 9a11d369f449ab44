import { once } from 'node:events'
import { request, type IncomingMessage, type RequestOptions } from 'node:http'
import { describe, expect, it, onTestFinished } from 'vitest'
import { DemoFixture } from './demo-fixture.js'
import { DemoProcess } from './demo-process.js'

const demo = DemoFixture.use()

describe.skipIf(DemoFixture.isMissing)('the process of the demo', () => {
  function start(): DemoProcess {
    const own = new DemoProcess()
    onTestFinished(() => own.interrupt().then(() => undefined))
    return own
  }

  it('serves the page and an echo server until it is interrupted', async () => {
    const own = start()
    await demo.goto(await own.address())
    await demo.send('Hello, all in one')
    await demo.receives('Hello, all in one')
    await demo.button('Stop server').click()
    await demo.button('Start server').waitFor()
    await demo.page.reload()
    await demo.button('Start server').click()
    await demo.isConnected()
    expect(await own.interrupt()).toMatchObject({ exitCode: 0, problems: '' })
    await demo.says('Connection lost.')
    await demo.button('Stop server').click()
    await demo.page.getByRole('alert').getByText('Failed to fetch').waitFor()
    // What the browser logs about the request.
    expect(demo.problems.splice(0)).toEqual([expect.stringContaining('ERR_CONNECTION_REFUSED')])
  })

  it('lets no other page stop its server, and answers 404 where there is nothing', async () => {
    const own = start()
    const url = await own.address()
    const post = (path: string, origin?: string) =>
      fetch(url + path, { method: 'POST', headers: origin === undefined ? {} : { origin } })
    const { origin, port } = new URL(url)
    expect((await post('server/stop')).status).toBe(403)
    expect((await post('server/stop', 'http://evil.example')).status).toBe(403)
    // DNS rebinding: another name resolves to this machine, and a page of that name has the same origin.
    for (const host of [`evil.example:${port}`, `127.0.0.1.evil.example:${port}`]) {
      const headers = { host, origin: `http://${host}` }
      expect(await statusOf(`${url}server/stop`, { method: 'POST', headers })).toBe(403)
      expect(await statusOf(`${url}server`, { headers })).toBe(403)
    }
    expect(await (await fetch(`${url}server`)).text()).toBe('running')
    expect((await post('server/restart', origin)).status).toBe(404)
    expect(await (await post('server/stop', origin)).text()).toBe('stopped')
    const headers = { host: `localhost:${port}`, origin: `http://localhost:${port}` }
    expect(await statusOf(`${url}server/start`, { method: 'POST', headers })).toBe(200)
    const paths = ['?a=b', 'page.js', 'page.css', 'main.ts', '/', '%', 'toString']
    const statuses = await Promise.all(paths.map(async (path) => (await fetch(url + path)).status))
    expect(statuses).toEqual([200, 200, 200, 404, 404, 404, 404])
    const policy = (await fetch(url)).headers.get('content-security-policy')
    expect(policy).toContain("; frame-ancestors 'none'")
  })
})

/** Resolves with the status of an answer. The request may have another `Host` than the address, which `fetch` refuses. */
async function statusOf(url: string, options: RequestOptions): Promise<number | undefined> {
  const sent = request(url, options).end()
  const [response] = (await once(sent, 'response')) as [IncomingMessage]
  response.resume()
  return response.statusCode
}
