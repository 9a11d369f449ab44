import { describe, expect, it } from 'vitest'
import { contrast } from './contrast.js'
import { DemoFixture } from './demo-fixture.js'

describe.skipIf(DemoFixture.isMissing)('the demo page', () => {
  const demo = DemoFixture.use()

  it('shows what comes back of a message sent by the button', async () => {
    await demo.field().fill('Hello by button')
    await demo.button().click()
    await demo.echo().getByText('Hello by button', { exact: true }).waitFor()
    expect(await demo.field().inputValue()).toBe('')
    expect(await demo.field().evaluate((node) => node === document.activeElement)).toBe(true)
  })

  it('shows what comes back of a message sent by Enter, in place of the last one', async () => {
    await demo.field().fill('first')
    await demo.page.keyboard.press('Enter')
    await demo.echo().getByText('first').waitFor()
    await demo.page.keyboard.type('second')
    await demo.page.keyboard.press('Enter')
    await demo.echo().getByText('second').waitFor()
    expect(await demo.echo().textContent()).toBe('second')
    expect(await demo.state().textContent()).toBe('Connected.')
  })

  it('shows markup as text', async () => {
    await demo.field().fill('<b>bold</b> & "quoted"')
    await demo.page.keyboard.press('Enter')
    await demo.echo().getByText('<b>bold</b> & "quoted"').waitFor()
  })

  it('sends nothing of an empty field', async () => {
    await demo.button().click()
    await demo.field().press('Enter')
    await demo.field().fill('   ')
    await demo.field().press('Enter')
    await demo.field().fill('the only one')
    await demo.field().press('Enter')
    await demo.echo().getByText('the only one').waitFor()
    expect(demo.server.received).toEqual(['the only one'])
  })

  it('answers 404 where there is nothing', async () => {
    const statuses = ['?a=b', 'page.js', 'main.ts', '/', '%'].map(async (path) => {
      return (await fetch(demo.address + path)).status
    })
    expect(await Promise.all(statuses)).toEqual([200, 200, 404, 404, 404])
  })

  it('closes the connection with a close frame when the page goes, and connects again when it comes back', async () => {
    await demo.field().fill('here')
    await demo.field().press('Enter')
    await demo.echo().getByText('here').waitFor()
    await demo.page.goto('about:blank')
    expect(await demo.server.closeCodes[0]).toBe(1005)
    await demo.page.goBack()
    await demo.field().fill('back')
    await demo.field().press('Enter')
    await demo.echo().getByText('back').waitFor()
    expect(await demo.state().textContent()).toBe('Connected.')
  })

  it('connects again when it comes back from the back/forward cache', async () => {
    await demo.field().fill('here')
    await demo.field().press('Enter')
    await demo.echo().getByText('here').waitFor()
    await demo.page.evaluate(() => {
      window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))
    })
    expect(await demo.server.closeCodes[0]).toBe(1005)
    await demo.page.evaluate(() => {
      window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))
    })
    await demo.field().fill('back')
    await demo.field().press('Enter')
    await demo.echo().getByText('back').waitFor()
    expect(demo.server.received).toEqual(['here', 'back'])
    expect(await demo.state().textContent()).toBe('Connected.')
  })

  it('names its elements for a screen reader', async () => {
    await demo.field().fill('Hi')
    await demo.field().press('Enter')
    await demo.echo().getByText('Hi').waitFor()
    expect(await demo.page.locator('body').ariaSnapshot()).toBe(
      [
        '- banner:',
        '  - heading "WebSocket Demo" [level=1]',
        '  - region "Connection":',
        '    - status "Connection": Connected.',
        '    - timer "Next attempt"',
        '- main:',
        '  - text: Send a message',
        '  - textbox "Send a message":',
        '    - /placeholder: " "',
        '  - status "Echo": Hi',
        '  - button "Send message"',
      ].join('\n'),
    )
    expect(await demo.echo().getAttribute('aria-live')).toBe('polite')
    expect(await demo.page.title()).toBe('WebSocket Demo')
  })

  it('goes from the field to the button with Tab, and shows where the focus is', async () => {
    await demo.page.keyboard.press('Tab')
    expect(await demo.field().evaluate((node) => node === document.activeElement)).toBe(true)
    await demo.page.keyboard.type('by keyboard')
    await demo.page.keyboard.press('Tab')
    expect(await demo.button().evaluate((node) => node === document.activeElement)).toBe(true)
    expect(await demo.button().evaluate((node) => getComputedStyle(node).outlineStyle)).toBe(
      'solid',
    )
    await demo.page.keyboard.press('Space')
    await demo.echo().getByText('by keyboard').waitFor()
  })

  it('fits a width of 320 pixels, the longest word included', async () => {
    const word = 'unbreakable'.repeat(50)
    await demo.field().fill(word)
    await demo.field().press('Enter')
    await demo.echo().getByText(word).waitFor()
    expect(await demo.page.evaluate(() => document.documentElement.scrollWidth)).toBe(320)
    expect(await demo.button().boundingBox()).toEqual({ x: 248, y: 496, width: 56, height: 56 })
  })

  it.each(['light', 'dark'] as const)('has readable colours in the %s', async (colorScheme) => {
    await demo.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await demo.field().fill('Hi')
    await demo.field().press('Enter')
    await demo.echo().getByText('Hi').waitFor()
    for (const part of ['h1', 'label', '#field', '#echo', '#state', '#send']) {
      expect(await contrast(demo.page.locator(part)), part).toBeGreaterThan(4.5)
    }
    demo.server.stop()
    await demo.retry().waitFor()
    for (const part of ['#state', '#countdown', '#retry']) {
      expect(await contrast(demo.page.locator(part)), `${part}, waiting`).toBeGreaterThan(4.5)
    }
  })

  it('does not move where motion is unwanted', async () => {
    await demo.page.emulateMedia({ reducedMotion: 'reduce' })
    const duration = await demo.page
      .locator('label')
      .evaluate((label) => getComputedStyle(label).transitionDuration)
    expect(duration).toBe('0s')
  })
})
