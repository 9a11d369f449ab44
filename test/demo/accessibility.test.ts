import type { Route } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { DemoFixture } from './demo-fixture.js'
import { lowContrasts } from './low-contrasts.js'

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true }

describe.skipIf(DemoFixture.isMissing)('the page for everybody', () => {
  const demo = DemoFixture.use()

  it('can be used with the keyboard only, and shows where the focus is', async () => {
    await demo.open('npm start')
    const { keyboard } = demo.page
    const visited: string[] = []
    for (let count = 0; count < 8; count++) {
      await keyboard.press('Tab')
      const { id, outline } = await demo.page.evaluate(() => {
        const focused = document.activeElement ?? document.body
        return { id: focused.id, outline: getComputedStyle(focused).outlineStyle }
      })
      expect(outline, id).toBe('solid')
      visited.push(id)
    }
    expect(visited).toEqual([
      'history',
      'attach',
      'field',
      'send',
      'burst',
      'power',
      'drop',
      'freeze',
    ])
    await keyboard.press('Shift+Tab')
    await keyboard.press('Space')
    await demo.says('Connection lost.')
    await demo.isConnected()
    expect(await demo.page.evaluate(() => document.activeElement?.id)).toBe('drop')
  })

  it.each(['light', 'dark'] as const)(
    'has colours with enough contrast in the %s',
    async (colorScheme) => {
      await demo.open('npm start', { colorScheme, reducedMotion: 'reduce' })
      expect(await lowContrasts(demo.page)).toEqual([])
      await demo.send('Hi')
      await demo.receives('Hi')
      await demo.drop({ name: 'a.txt', content: [1] })
      await demo.page.getByRole('link', { name: 'Download a.txt' }).waitFor()
      await demo.drop({ name: 'film.mp4', content: 8_200_000 })
      await demo.problem().getByText('the limit is').waitFor()
      await demo.button('Stop server').click()
      await demo.button('Start server').waitFor()
      await demo.countdown().getByText('Next attempt').waitFor()
      await demo.send('queued')
      await demo.messages('Queued').waitFor()
      expect(await lowContrasts(demo.page)).toEqual([])
      const background = await demo.page.evaluate(
        () => getComputedStyle(document.body).backgroundColor,
      )
      expect(background).toBe(colorScheme === 'dark' ? 'rgb(15, 17, 21)' : 'rgb(246, 247, 249)')
    },
  )

  it('has a readable end', async () => {
    const server = await demo.openForeign({ reducedMotion: 'reduce' })
    server.sockets[0]?.close(1008, 'no')
    await demo.button('Connect again').waitFor()
    expect(await lowContrasts(demo.page)).toEqual([])
  })

  it('sees colours that are too close', async () => {
    await demo.open('npm start', { bypassCSP: true })
    await demo.page.addStyleTag({
      content: 'h1 { color: #999 } #field { border-color: #ddd !important }',
    })
    expect(await lowContrasts(demo.page)).toEqual([
      expect.stringMatching(/^WebSocket Demo: 2\.\d+, wanted 4\.5$/),
      expect.stringMatching(/^field: 1\.\d+, wanted 3$/),
    ])
  })

  it('does not move where motion is unwanted', async () => {
    await demo.open('npm start', { reducedMotion: 'reduce' })
    await demo.send('Hi')
    await demo.receives('Hi')
    await demo.button('Stop server').click()
    await demo.says('Connection lost.')
    const moving = await demo.page.evaluate(() => {
      const elements = [...document.querySelectorAll('*')].filter((element) => {
        const { animationName, transitionDuration } = getComputedStyle(element)
        return animationName !== 'none' || !transitionDuration.startsWith('0s')
      })
      return [document.getAnimations().length, elements.length]
    })
    expect(moving).toEqual([0, 0])
  })

  it('moves where motion is welcome', async () => {
    await demo.open('npm start')
    const durations = await demo.page
      .locator('label')
      .evaluate((label) => getComputedStyle(label).transitionDuration)
    expect(durations).toBe('0.15s')
  })

  it.each([320, 390, 820])(
    'fits a width of %d pixels, the longest word included',
    async (width) => {
      await demo.open('npm start', { ...phone, viewport: { width, height: 800 } })
      const word = 'unbreakable'.repeat(50)
      await demo.send(word)
      await demo.receives(word)
      await demo.button('Stop server').click()
      await demo.countdown().getByText('Next attempt').waitFor()
      expect(await demo.page.evaluate(() => document.documentElement.scrollWidth)).toBe(width)
    },
  )

  it('has targets of 44 pixels on a phone, and the field in the window', async () => {
    await demo.open('npm start', phone)
    await demo.drop({ name: 'a.txt', content: [1] })
    await demo.page.getByRole('link').waitFor()
    for (const control of await demo.page.locator('button:visible, input:visible, a').all()) {
      const side = await control.evaluate((element: HTMLElement) =>
        Math.min(element.offsetWidth, element.offsetHeight),
      )
      expect(side, await control.ariaSnapshot()).toBeGreaterThanOrEqual(44)
    }
    const { y, height } = (await demo.button('Send message').boundingBox()) ?? {
      y: NaN,
      height: NaN,
    }
    expect(y + height).toBeLessThan(844)
  })

  it('keeps everything in its place when the state of the server arrives', async () => {
    await demo.open('npm start')
    const requests: Route[] = []
    await demo.page.route('**/server', (route) => void requests.push(route))
    await demo.page.reload()
    await demo.isConnected()
    await expect.poll(() => requests.length).toBe(1)
    const before = await places()
    await requests[0]?.continue()
    await demo.page.getByRole('status', { name: 'Server' }).getByText('Running').waitFor()
    expect(await places()).toEqual(before)
  })

  it.each([1280, 390])(
    'keeps everything in its place at %d pixels when the connection is lost',
    async (width) => {
      await demo.open('npm start', { viewport: { width, height: 844 } })
      const before = await places()
      await demo.button('Freeze server').click()
      await demo.button('Thaw server').waitFor()
      await demo.says('Connection lost.')
      expect(await places()).toEqual(before)
    },
  )

  it.each([320, 390])('keeps the label off what is typed, %i pixels wide', async (width) => {
    await demo.open('npm start', {
      viewport: { width, height: 844 },
      reducedMotion: 'reduce',
    })
    const label = demo.page.locator('label')
    expect(await label.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0)
    await demo.field().fill('typed')
    expect(await label.evaluate(linesOf)).toBe(1)
  })

  function places() {
    return demo.page.evaluate(() => {
      return ['conversation', 'field', 'burst', 'power'].map((id) => {
        const element = document.getElementById(id)
        if (!element) throw new Error(`there is no #${id}`)
        const { x, y, width, height } = element.getBoundingClientRect()
        // To a hundredth: a bounding box has the error of a 32-bit float.
        return [x, y + scrollY, width, height].map((pixels) => Math.round(pixels * 100) / 100)
      })
    })
  }
})

function linesOf(element: Element): number {
  return element.getClientRects().length === 1
    ? Math.round(element.scrollHeight / parseFloat(getComputedStyle(element).lineHeight))
    : NaN
}
