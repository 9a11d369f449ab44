import { describe, expect, it } from 'vitest'
import { DemoFixture } from './demo-fixture.js'

describe.skipIf(DemoFixture.isMissing)('the page for a screen reader', () => {
  const demo = DemoFixture.use()

  it('names its parts for a screen reader', async () => {
    await demo.open('npm start')
    await demo.send('Hi')
    await demo.receives('Hi')
    const parts = await demo.page.locator('body').ariaSnapshot()
    expect(
      parts
        .replaceAll(/\d\d:\d\d:\d\d/g, 'TIME')
        .replace(/127.0.0.1:\d+/, 'HOST')
        .replace(/Peak \d/, 'Peak N')
        .replaceAll(/\d (?=sent|received)/g, 'N ')
        .replaceAll(/definition: "\d"/g, 'definition: "N"'),
    ).toBe(
      [
        '- banner:',
        '  - heading "WebSocket Demo" [level=1]',
        '  - paragraph: Whatever you send, the server sends back.',
        '  - region "Connection":',
        '    - paragraph: open',
        '    - paragraph:',
        '      - status "Connection": Connected since TIME.',
        '    - paragraph: ws://HOST/',
        '- main:',
        '  - region "Messages":',
        '    - heading "Messages" [level=2]',
        '    - paragraph: "2"',
        '    - log "Messages":',
        '      - list:',
        '        - listitem:',
        '          - paragraph: Hi',
        '          - text: Sent ·',
        '          - time: TIME',
        '          - text: · 2 B',
        '        - listitem:',
        '          - paragraph: Hi',
        '          - text: Received ·',
        '          - time: TIME',
        '          - text: · 2 B',
        '    - button "Send files"',
        '    - textbox "Send a message":',
        '      - /placeholder: " "',
        '    - text: Send a message',
        '    - button "Send message"',
        '    - paragraph: "Files up to 8 MB: drop, paste or attach them."',
        '    - alert',
        '  - complementary:',
        '    - region "Frames a second":',
        '      - heading "Frames a second" [level=2]',
        '      - paragraph: Peak N',
        '      - \'figure "Last minute: N sent, N received"\':',
        '        - term: Sent',
        '        - definition: "N"',
        '        - term: Received',
        '        - definition: "N"',
        '        - \'img "Frames a second Last minute: N sent, N received"\'',
        '        - text: "Last minute: N sent, N received"',
        '      - button "Send a burst"',
        '    - region "Server":',
        '      - heading "Server" [level=2]',
        '      - status "Server": Running',
        '      - list:',
        '        - listitem:',
        '          - paragraph: The page tries again, less and less often.',
        '          - button "Stop server": Stop',
        '        - listitem:',
        '          - paragraph: The connection is cut without a goodbye.',
        '          - button "Drop connection": Drop',
        '        - listitem:',
        '          - paragraph: No answers. A heartbeat finds out in 4 seconds.',
        '          - button "Freeze server": Freeze',
        '      - alert',
      ].join('\n'),
    )
  })

  it('reads out messages and the state of the connection, but not the countdown', async () => {
    await demo.open('npm start')
    const live = await demo.page.evaluate(() => {
      return [
        ...document.querySelectorAll('[role=log], [role=status], [role=alert], [role=timer]'),
      ].map((element) => `${element.id}: ${element.role ?? ''} ${element.ariaLive ?? ''}`.trim())
    })
    expect(live).toEqual([
      'countdown: timer',
      'state: status',
      'history: log',
      'problem: alert',
      'server-state: status',
      'server-problem: alert',
    ])
  })

  it('says the state of the connection once for each change, however long it counts down', async () => {
    await demo.open('npm start')
    await demo.button('Stop server').click()
    await expect
      .poll(async () => (await demo.shown('countdown')).join())
      .toContain('Next attempt in 2 s,Next attempt in 1 s')
    const spoken = await demo.shown('state')
    const lost = spoken.indexOf('Connection lost.')
    expect(spoken.slice(lost, lost + 3)).toEqual([
      'Connection lost.',
      // Attempts count from 1 again after a connection that lasted.
      expect.stringMatching(/^Connecting(, attempt 2)?\.$/),
      'Connection lost.',
    ])
    expect(spoken.filter((text, index) => text === spoken[index - 1])).toEqual([])
  })

  it('does not say how many messages are queued with each of them', async () => {
    const server = await demo.openForeign()
    server.stop()
    await demo.says('Connection lost.')
    for (const text of ['one', 'two', 'three']) await demo.send(text)
    await demo.queue().getByText('3 messages are queued.', { exact: true }).waitFor()
    const live = '[role=log], [role=status], [role=alert], [aria-live]'
    expect(await demo.queue().evaluate((node, regions) => node.closest(regions), live)).toBe(null)
    const spoken = await demo.shown('state')
    const others = spoken
      .slice(spoken.indexOf('Connection lost.'))
      .filter((text) => !/^(Connection lost|Connecting(, attempt \d+)?)\.$/.test(text))
    expect(others).toEqual([])
    expect(spoken.filter((text, index) => text === spoken[index - 1])).toEqual([])
  })

  it('says a problem again when it comes again', async () => {
    await demo.open('npm start')
    await demo.page.evaluate(() => {
      const spoken: string[] = []
      Object.assign(window, { spoken })
      const problem = document.getElementById('problem')
      if (!problem) throw new Error('There is no place for problems')
      new MutationObserver(() => spoken.push(problem.textContent)).observe(problem, {
        childList: true,
      })
    })
    const spoken = () => demo.page.evaluate(() => (window as never as { spoken: string[] }).spoken)
    const problem = '“film.mp4” has 8.2 MB: the limit is 8 MB'
    await demo.drop({ name: 'film.mp4', content: 8_200_000 })
    await expect.poll(spoken).toEqual([problem])
    await demo.drop({ name: 'film.mp4', content: 8_200_000 })
    await expect.poll(spoken).toEqual([problem, '', problem])
  })

  it('gives every control a name, and uses every id once', async () => {
    await demo.open('npm start')
    await demo.drop({ name: 'a.txt', content: [1] })
    await demo.page.getByRole('link', { name: 'Download a.txt' }).waitFor()
    const controls = await demo.page
      .locator('button:visible, input:visible, a, [role=log], svg[role=img]')
      .all()
    expect(controls).toHaveLength(10)
    for (const control of controls) {
      expect(await control.ariaSnapshot()).toMatch(/^- '?(button|textbox|link|log|img) "/)
    }
    const ids = await demo.page.locator('[id]').evaluateAll((nodes) => nodes.map(({ id }) => id))
    expect(new Set(ids).size).toBe(ids.length)
  })
})
