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
    const { origin } = new URL(url)
    expect((await post('server/stop')).status).toBe(403)
    expect((await post('server/stop', 'http://evil.example')).status).toBe(403)
    expect(await (await fetch(`${url}server`)).text()).toBe('running')
    expect((await post('server/restart', origin)).status).toBe(404)
    expect(await (await post('server/stop', origin)).text()).toBe('stopped')
    const paths = ['?a=b', 'page.js', 'page.css', 'main.ts', '/', '%', 'toString']
    const statuses = await Promise.all(paths.map(async (path) => (await fetch(url + path)).status))
    expect(statuses).toEqual([200, 200, 200, 404, 404, 404, 404])
  })
})
