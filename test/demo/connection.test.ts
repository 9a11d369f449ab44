import { describe, expect, it } from 'vitest'
import { DemoFixture, variants } from './demo-fixture.js'

const demo = DemoFixture.use()

describe.skipIf(DemoFixture.isMissing).each(variants)('the connection, %s', (variant) => {
  it('counts down while the server is stopped, queues what is sent, and sends it when the server is started', async () => {
    await demo.open(variant)
    const chip = demo.page.locator('#chip')
    expect(await chip.innerText()).toBe('Open')
    await demo.button('Stop server').click()
    await demo.page.getByRole('status', { name: 'Server' }).getByText('Stopped').waitFor()
    await demo.says('Connection lost.')
    await demo.send('Are you back?')
    await demo.queue().getByText('1 message is queued.', { exact: true }).waitFor()
    expect(await demo.field().inputValue()).toBe('')
    await demo.messages('Queued').getByText('Are you back?').waitFor()
    await demo.send('And now?')
    await demo.queue().getByText('2 messages are queued.', { exact: true }).waitFor()
    await expect.poll(() => chip.innerText()).toMatch(/^Waiting\s+Next attempt in \d s$/)
    await expect
      .poll(async () => (await demo.shown('countdown')).join())
      .toContain('Next attempt in 2 s,Next attempt in 1 s')
    expect(await demo.page.locator('#detail').textContent()).toMatch(/^Connection .*failed/)
    await demo.button('Start server').click()
    await demo.receives('Are you back?')
    await demo.receives('And now?')
    await demo.isConnected()
    expect(await demo.messages('Queued').count()).toBe(0)
    expect(await demo.queue().textContent()).toBe('')
    expect(await demo.countdown().isHidden()).toBe(true)
    expect(await demo.button('Try now').isHidden()).toBe(true)
  })

  it('tries at once when asked, and keeps the focus in the head of the page', async () => {
    await demo.open(variant)
    await demo.button('Stop server').press('Enter')
    // Time enough to start the server before the attempt.
    await demo
      .countdown()
      .getByText(/in [4-8] s$/)
      .waitFor()
    await demo.button('Start server').press('Enter')
    await demo.button('Stop server').waitFor()
    await demo.button('Try now').press('Enter')
    await demo.isConnected()
    expect(await demo.page.evaluate(() => document.activeElement?.id)).toBe('connection')
  })

  it('comes back when it is dropped', async () => {
    await demo.open(variant)
    await demo.button('Drop connection').click()
    await demo.says('Connection lost.')
    await demo.isConnected()
    await demo.send('here again')
    await demo.receives('here again')
    expect(await demo.button('Stop server').isVisible()).toBe(true)
  })

  it('is left when a heartbeat finds that the server is frozen, and comes back when it thaws', async () => {
    await demo.open(variant)
    await demo.button('Freeze server').click()
    await demo.button('Thaw server').waitFor()
    await demo.send('Nobody answers')
    await demo.messages('Sent').getByText('Nobody answers').waitFor()
    await demo.says('Connection lost.')
    const reason = 'nothing arrived within 2000 ms after a heartbeat'
    expect(await demo.page.locator('#detail').textContent()).toContain(reason)
    await demo.send('And now?')
    await demo.button('Thaw server').click()
    await demo.receives('And now?')
    await demo.isConnected()
    // It was lost with the connection, and no heartbeat is in the list.
    expect(await demo.page.getByRole('log').getByRole('listitem').count()).toBe(3)
  })

  it('has no use for buttons of a server that is stopped', async () => {
    await demo.open(variant)
    await demo.button('Stop server').click()
    for (const name of ['Drop connection', 'Freeze server']) {
      await demo.page.locator(`[aria-label="${name}"][aria-disabled=true]`).waitFor()
      // Playwright itself does not press a button that is disabled.
      await demo.button(name).dispatchEvent('click')
    }
    expect(await demo.page.getByRole('status', { name: 'Server' }).textContent()).toBe('Stopped')
  })
})

describe.skipIf(DemoFixture.isMissing)('the connection to a server that is not its own', () => {
  it('has no heartbeat, and no buttons for the server', async () => {
    const server = await demo.openForeign()
    expect(await demo.button('Stop server').isHidden()).toBe(true)
    await demo.send('the only one')
    await demo.receives('the only one')
    expect(server.received).toEqual(['the only one'])
    const url = demo.page.url()
    expect((await fetch(`${url}server`)).status).toBe(404)
  })

  it('is closed with a close frame when the page goes, and opened again when it comes back', async () => {
    const server = await demo.openForeign()
    await demo.page.goto('about:blank')
    expect(await server.closeCodes[0]).toBe(1005)
    await demo.page.goBack()
    await demo.send('back')
    await demo.receives('back')
    await demo.isConnected()
  })

  it('is opened again when the page comes back from the back/forward cache', async () => {
    const server = await demo.openForeign()
    await demo.page.evaluate(() => {
      window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))
    })
    expect(await server.closeCodes[0]).toBe(1005)
    await demo.page.evaluate(() => {
      window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))
    })
    await demo.send('back')
    await demo.receives('back')
    expect(server.received).toEqual(['back'])
  })

  it('says so when the server closes it for good, keeps what is typed, and connects again when asked', async () => {
    const server = await demo.openForeign()
    server.sockets[0]?.close(1000)
    await demo.says('The server has closed the connection.')
    expect(await demo.page.locator('#chip').innerText()).toBe('Closed')
    await demo.send('after')
    expect(await demo.field().inputValue()).toBe('after')
    await demo.problem().getByText('Not sent: there is no connection').waitFor()
    await demo.button('Connect again').click()
    await demo.isConnected()
    await demo.field().press('Enter')
    await demo.receives('after')
    expect(await demo.problem().textContent()).toBe('')
  })

  it('says why the server does not want it', async () => {
    const server = await demo.openForeign()
    server.sockets[0]?.close(1008, 'no')
    await demo.says('Connection closed: received 1008 "no".')
    await demo.page.getByText('It does not reconnect by itself').waitFor()
  })

  it('says what was not sent when the page goes with a queue', async () => {
    const server = await demo.openForeign()
    server.stop()
    await demo.says('Connection lost.')
    await demo.send('too late')
    const queued = demo.messages('Queued').getByText('too late')
    await queued.waitFor()
    // In whole pixels: the place of the page adds the error of a 32-bit float to a bounding box.
    const height = await queued.evaluate((line: HTMLElement) => line.offsetHeight)
    await demo.page.evaluate(() => {
      window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))
    })
    await demo.messages('Not sent').getByText('too late').waitFor()
    // As high as one that was sent: nothing moves when the label changes.
    await demo.page.evaluate(() => {
      document.querySelector('#messages li')?.setAttribute('data-label', 'Sent')
    })
    const line = demo.page.getByText('too late')
    expect(await line.evaluate((line: HTMLElement) => line.offsetHeight)).toBe(height)
  })

  it('says so when the queue is full', async () => {
    const server = await demo.openForeign()
    server.stop()
    await demo.says('Connection lost.')
    const film = { name: 'film.mp4', content: 8_000_000 }
    await demo.drop(film, film)
    await demo.queue().getByText('2 messages are queued.', { exact: true }).waitFor()
    await demo.drop(film)
    await demo.page
      .getByRole('alert')
      .getByText(/^Not sent: .*16777216/)
      .waitFor()
    await expect.poll(() => demo.messages('Queued').count()).toBe(2)
  })

  it('says so when the server was never there', async () => {
    const server = await demo.openForeign()
    server.stop()
    await demo.page.reload()
    await demo.says('The server cannot be reached.')
  })

  it('waits for the network while the page is offline', async () => {
    const server = await demo.openForeign()
    await demo.page.context().setOffline(true)
    for (const socket of server.sockets) socket.terminate()
    await demo.says('You are offline.')
    expect(await demo.countdown().textContent()).toBe('Next attempt when you are online')
    await demo.page.context().setOffline(false)
    await demo.isConnected()
  })
})
