import { describe, expect, it, onTestFinished } from 'vitest'
import { contrast } from './contrast.js'
import { DemoFixture } from './demo-fixture.js'
import { DemoProcess } from './demo-process.js'

describe.skipIf(DemoFixture.isMissing)('the banner of the demo page', () => {
  const demo = DemoFixture.use()

  it('counts down to the next attempt when the server is gone, and queues what is sent', async () => {
    await demo.send('before')
    await demo.echo().getByText('before').waitFor()
    demo.server.stop()
    await demo.says('Connection lost.')
    expect(await demo.echo().textContent()).toBe('before')
    await demo.send('after')
    expect(await demo.field().inputValue()).toBe('')
    await demo.state().getByText('1 message is queued.').waitFor()
    await demo.send('after that')
    await demo.state().getByText('2 messages are queued.').waitFor()
    await demo.countdown().getByText('Next attempt in 2 s', { exact: true }).waitFor()
    await demo.countdown().getByText('Next attempt in 1 s', { exact: true }).waitFor()
  })

  it('comes back and sends what was queued when its server is stopped and started', async () => {
    await demo.openOwn()
    await demo.stop().click()
    await demo.says('Connection lost.')
    await demo
      .countdown()
      .getByText(/^Next attempt in \d+ s$/)
      .waitFor()
    await demo.send('Are you back?')
    await demo.state().getByText('1 message is queued.').waitFor()
    await demo.start().click()
    await demo.echo().getByText('Are you back?').waitFor()
    await demo.says('Connected.')
    expect(await demo.countdown().textContent()).toBe('')
    expect(await demo.retry().isHidden()).toBe(true)
  })

  it('tries at once when asked, and keeps the focus in the banner', async () => {
    await demo.openOwn()
    await demo.stop().press('Enter')
    await demo.countdown().getByText('Next attempt in 4 s', { exact: true }).waitFor()
    await demo.start().press('Enter')
    await demo.page.locator('#stop[aria-disabled=false]').waitFor()
    await demo.retry().press('Enter')
    await demo.says('Connected.')
    expect(await demo.page.evaluate(() => document.activeElement?.id)).toBe('connection')
  })

  it('says whether its server runs, after a reload too', async () => {
    await demo.openOwn()
    await demo.page.locator('#start[aria-disabled=true]').waitFor()
    expect(await demo.stop().getAttribute('aria-disabled')).toBe('false')
    await demo.stop().click()
    await demo.page.locator('#stop[aria-disabled=true]').waitFor()
    await demo.page.reload()
    await demo.page.locator('#stop[aria-disabled=true]').waitFor()
    expect(await demo.start().getAttribute('aria-disabled')).toBe('false')
    await demo
      .state()
      .getByText(/^(The server cannot be reached|Connecting, attempt \d+)\.$/)
      .waitFor()
  })

  it('lets no other page stop its server', async () => {
    const own = new DemoProcess()
    onTestFinished(() => own.interrupt().then(() => undefined))
    const url = await own.address()
    const post = (path: string, origin?: string) =>
      fetch(url + path, { method: 'POST', headers: origin === undefined ? {} : { origin } })
    expect((await post('server/stop')).status).toBe(403)
    expect((await post('server/stop', 'http://evil.example')).status).toBe(403)
    expect(await (await fetch(`${url}server`)).text()).toBe('running')
    expect((await post('server/restart', new URL(url).origin)).status).toBe(404)
    expect(await (await post('server/stop', new URL(url).origin)).text()).toBe('stopped')
  })

  it('has no buttons for a server that is not its own', async () => {
    expect(await demo.stop().isHidden()).toBe(true)
    expect(await demo.start().isHidden()).toBe(true)
    expect((await fetch(`${demo.address}server`)).status).toBe(404)
  })

  it('says so when the server closes for good, and keeps what is typed from then on', async () => {
    await demo.send('before')
    await demo.echo().getByText('before').waitFor()
    demo.server.sockets[0]?.close(1000)
    await demo.says('The server has closed the connection. Reload the page to connect again.')
    await demo.field().fill('after')
    await demo.button().click()
    expect(await demo.field().inputValue()).toBe('after')
  })

  it('says why the server does not want the page', async () => {
    await demo.says('Connected.')
    demo.server.sockets[0]?.close(1008, 'no')
    await demo.says('Connection closed: received 1008 "no". Reload the page to connect again.')
  })

  it('says so when the server was never there', async () => {
    demo.server.stop()
    await demo.page.reload()
    await demo.says('The server cannot be reached.')
  })

  it('waits for the network while the page is offline', async () => {
    await demo.says('Connected.')
    await demo.page.context().setOffline(true)
    for (const socket of demo.server.sockets) socket.terminate()
    await demo.says('You are offline.')
    expect(await demo.countdown().textContent()).toBe('Next attempt when you are online')
    await demo.page.context().setOffline(false)
    await demo.says('Connected.')
  })

  it('starts an echo server, which stops when the demo is interrupted', async () => {
    const own = await demo.openOwn()
    await demo.send('Hello, all in one')
    await demo.echo().getByText('Hello, all in one').waitFor()
    expect(await own.interrupt()).toMatchObject({ exitCode: 0, problems: '' })
    await demo.says('Connection lost.')
  })

  it('keeps its buttons apart at a width of 320 pixels', async () => {
    await demo.openOwn()
    const { x, width } = (await demo.start().boundingBox()) ?? { x: NaN, width: NaN }
    expect(x + width).toBeLessThan(248)
    expect(await demo.page.evaluate(() => document.documentElement.scrollWidth)).toBe(320)
  })

  it.each(['light', 'dark'] as const)('has a readable end in the %s', async (colorScheme) => {
    await demo.page.emulateMedia({ colorScheme })
    await demo.says('Connected.')
    demo.server.sockets[0]?.close(1000)
    await demo.state().getByText('Reload the page').waitFor()
    expect(await contrast(demo.state())).toBeGreaterThan(4.5)
  })
})
