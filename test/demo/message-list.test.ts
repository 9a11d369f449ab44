import { describe, expect, it } from 'vitest'
import { DemoFixture } from './demo-fixture.js'

/** One drawing of the list. */
interface Draw {
  /** When it began. */
  readonly time: number
  readonly count: number
  readonly live: string | null | undefined
}

describe.skipIf(DemoFixture.isMissing)('the list of messages', () => {
  const demo = DemoFixture.use()

  it('keeps the last 200 of a burst, which the chart counts', async () => {
    await demo.open('npm start')
    await demo.button('Send a burst').click()
    expect(await demo.button('Send a burst').getAttribute('aria-disabled')).toBe('true')
    await demo.page.getByText('The last 200 of 2,000').waitFor()
    expect(await demo.page.getByRole('log').getByRole('listitem').count()).toBe(200)
    await demo.receives('Message 1000 of 1000')
    const chart = demo.page.getByRole('img', {
      name: 'Frames a second Last minute: 1,000 sent, 1,000 received',
    })
    await chart.waitFor()
    // What was sent goes up from the axis, and what was received goes down.
    expect(await chart.locator('#sent-bars').getAttribute('d')).toMatch(/^M\d+ 40v-\d/)
    expect(await chart.locator('#received-bars').getAttribute('d')).toMatch(/^M\d+ 40v\d/)
    expect(await demo.page.locator('#peak').textContent()).toMatch(/^Peak [1-9]/)
    expect(await demo.button('Send a burst').getAttribute('aria-disabled')).toBe('false')
  })

  it('draws a flood ten times a second at most, and does not read it out', async () => {
    const server = await demo.openForeign()
    await demo.page.evaluate(() => {
      const draws: Draw[] = []
      Object.assign(window, { draws })
      const list = document.getElementById('messages')
      if (!list) throw new Error('There is no list')
      let time = 0
      const requestFrame = window.requestAnimationFrame.bind(window)
      window.requestAnimationFrame = (draw) =>
        requestFrame((now) => {
          time = performance.now()
          draw(now)
        })
      const append = list.append.bind(list)
      list.append = (...nodes) => {
        const live = document.getElementById('history')?.ariaLive
        draws.push({ time, count: nodes.length, live })
        append(...nodes)
      }
    })
    for (let number = 1; number <= 5_000; number++) server.sockets[0]?.send(`flood ${number}`)
    await demo.receives('flood 5000')
    expect(await demo.page.locator('#summary').textContent()).toBe('The last 200 of 5,000')
    expect(await demo.page.getByRole('log').getByRole('listitem').count()).toBe(200)
    await demo.send('one')
    await demo.receives('one')
    const draws = await demo.page.evaluate(() => (window as never as { draws: Draw[] }).draws)
    const pauses = draws.slice(1).map(({ time }, index) => time - (draws[index]?.time ?? NaN))
    expect(Math.min(...pauses)).toBeGreaterThan(95)
    expect(Math.max(...draws.map(({ count }) => count))).toBeGreaterThan(5)
    for (const { count, live } of draws) expect(live).toBe(count > 5 ? 'off' : 'polite')
  })

  it('frees a file that is not shown any more, and keeps at most 64 MiB of them', async () => {
    const server = await demo.openForeign({ bypassCSP: true })
    server.sockets[0]?.send(Buffer.alloc(8_000_000, 1))
    const first = demo.page.getByRole('link').first()
    await first.waitFor()
    const url = (await first.getAttribute('href')) ?? ''
    const isAlive = () =>
      demo.page.evaluate(
        (address) =>
          fetch(address).then(
            () => true,
            () => false,
          ),
        url,
      )
    expect(await isAlive()).toBe(true)
    for (let number = 2; number <= 9; number++) {
      server.sockets[0]?.send(Buffer.alloc(8_000_000, number))
    }
    await demo.page.getByText('The last 8 of 9').waitFor()
    expect(await isAlive()).toBe(false)
    expect(await demo.page.getByRole('link').count()).toBe(8)
    // What the browser logs about the fetch.
    expect(demo.problems.splice(0)).toEqual([expect.stringContaining('ERR_FILE_NOT_FOUND')])
  })

  it('shows a file of another origin under a name, and what only begins like a picture as a download', async () => {
    const server = await demo.openForeign()
    server.sockets[0]?.send(Buffer.from([0xff, 0xd8, 0xff, 0]))
    const link = demo.page.getByRole('link', { name: 'Download message.bin' })
    await link.waitFor()
    await demo.page.waitForFunction(() => !document.querySelector('#messages img'))
    expect(await link.isVisible()).toBe(true)
  })

  it('shortens a long text', async () => {
    const server = await demo.openForeign()
    server.sockets[0]?.send('a'.repeat(2_500))
    await demo.receives(`${'a'.repeat(2_000)}… and 500 characters more`)
  })

  it('follows the newest message, unless the reader has scrolled up', async () => {
    await demo.open('npm start', { viewport: { width: 800, height: 600 } })
    const log = demo.page.getByRole('log')
    for (let number = 1; number <= 8; number++) {
      await demo.send(`message ${number}`)
      await demo.receives(`message ${number}`)
    }
    const rest = () =>
      log.evaluate((node) => node.scrollHeight - node.scrollTop - node.clientHeight)
    expect(await rest()).toBeLessThan(2)
    await log.evaluate((node) => (node.scrollTop = 0))
    await demo.send('not followed')
    await demo.receives('not followed')
    expect(await log.evaluate((node) => node.scrollTop)).toBe(0)
  })
})
