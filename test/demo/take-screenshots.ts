import { mkdir } from 'node:fs/promises'
import type { Browser, BrowserContextOptions, JSHandle, Page } from 'playwright-core'
import { startPageServer } from '../../examples/demo/page-server.js'
import { SwitchableServer } from '../../examples/demo/switchable-server.js'
import { launchChromium } from '../package/launch-chromium.js'

interface Picture {
  readonly context: BrowserContextOptions
  /** Brings the page into the state to show. */
  readonly prepare: (page: Page) => Promise<void>
  /** Whether it shows what is below the window as well. */
  readonly isLong?: boolean
}

const wide = { viewport: { width: 1280, height: 800 } }
const phone = { viewport: { width: 390, height: 844 } }
const dark = { colorScheme: 'dark' } as const

const pictures: Readonly<Record<string, Picture>> = {
  'wide-empty': { context: wide, prepare: connected },
  'wide-messages': { context: wide, prepare: withMessages },
  'wide-dark': { context: { ...wide, ...dark }, prepare: withMessages },
  'wide-burst': { context: wide, prepare: withBurst },
  'wide-disconnected': { context: wide, prepare: disconnected },
  'wide-frozen': { context: { ...wide, ...dark }, prepare: frozen },
  'wide-error': { context: wide, prepare: withLargeFile },
  'wide-drop': { context: wide, prepare: dragging },
  'wide-focus': { context: wide, prepare: focused },
  'wide-reduced-motion': { context: { ...wide, reducedMotion: 'reduce' }, prepare: withMessages },
  'wide-forced-colors': { context: { ...wide, forcedColors: 'active' }, prepare: withMessages },
  'tablet-messages': {
    context: { viewport: { width: 820, height: 1180 } },
    prepare: withMessages,
  },
  'phone-empty': { context: phone, prepare: connected },
  'phone-messages': { context: phone, prepare: withMessages, isLong: true },
  'phone-dark': { context: { ...phone, ...dark }, prepare: withMessages, isLong: true },
  'phone-disconnected': { context: phone, prepare: disconnected, isLong: true },
}

/** Takes pictures of the demo page in Chromium and writes them into a folder, which is created. */
export async function takeScreenshots(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  const server = await SwitchableServer.listen()
  const pageServer = await startPageServer({ server, port: 0 })
  const browser = await launchChromium()
  try {
    for (const [name, picture] of Object.entries(pictures)) {
      await server.act('start')
      await server.act('thaw')
      await take(browser, picture, { url: pageServer.url, path: `${folder}/${name}.png` })
    }
  } finally {
    await browser.close()
    await pageServer.close()
    await server.act('stop')
  }
}

async function take(
  browser: Browser,
  { context, prepare, isLong = false }: Picture,
  { url, path }: { readonly url: string; readonly path: string },
): Promise<void> {
  const window = await browser.newContext({ locale: 'en-GB', ...context })
  const page = await window.newPage()
  // Long delays between the attempts, in place of random ones.
  await page.addInitScript('Math.random = () => 0.99')
  await page.goto(url)
  await connected(page)
  await prepare(page)
  await page.screenshot({ path, fullPage: isLong })
  await window.close()
  console.log(path)
}

async function connected(page: Page): Promise<void> {
  await page.locator('[data-status=open]').waitFor()
}

async function send(page: Page, text: string): Promise<void> {
  await page.getByLabel('Send a message').fill(text)
  await page.keyboard.press('Enter')
}

async function withMessages(page: Page): Promise<void> {
  await send(page, 'Hello!')
  await send(page, 'The same words as in Dart: a stream, a sink, and nothing else to learn.')
  await page.locator('#files').setInputFiles([
    { name: 'notes.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc(48_213, 'notes') },
    { name: 'sunset.png', mimeType: 'image/png', buffer: await drawing(page) },
  ])
  await page.getByRole('link', { name: 'Download sunset.png' }).waitFor()
  await page.locator('#field').fill('One more ')
  await page.waitForFunction(
    () => !document.querySelector('#rates')?.textContent.includes(' 0 sent'),
  )
}

async function withBurst(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Send a burst' }).click()
  await page.getByText('The last 200 of 2,000').waitFor()
  await page.getByText('1,000 sent, 1,000 received').waitFor()
}

async function disconnected(page: Page): Promise<void> {
  await send(page, 'Hello!')
  await page.locator('li.received').waitFor()
  await page.getByRole('button', { name: 'Stop server' }).click()
  await page.locator('[data-status=waiting]').waitFor()
  await send(page, 'Are you still there?')
  await send(page, 'I can wait.')
  await page.getByText(/Next attempt in [2-9]/).waitFor()
}

async function frozen(page: Page): Promise<void> {
  await send(page, 'Hello!')
  await page.locator('li.received').waitFor()
  await page.getByRole('button', { name: 'Freeze server' }).click()
  await send(page, 'Nobody answers')
  await page.locator('[data-status=waiting]').waitFor()
}

async function withLargeFile(page: Page): Promise<void> {
  await send(page, 'Hello!')
  const buffer = Buffer.alloc(12_400_000)
  await page.locator('#files').setInputFiles({ name: 'film.mp4', mimeType: 'video/mp4', buffer })
  await page.locator('#problem:not(:empty)').waitFor()
}

async function dragging(page: Page): Promise<void> {
  await send(page, 'Hello!')
  const data: JSHandle<DataTransfer> = await page.evaluateHandle(() => {
    const transfer = new DataTransfer()
    transfer.items.add(new File(['a'], 'a.txt'))
    return transfer
  })
  await page.dispatchEvent('body', 'dragover', { dataTransfer: data })
}

async function focused(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Drop connection' }).focus()
  await page.keyboard.press('Tab')
}

/** A picture, drawn in the page. */
async function drawing(page: Page): Promise<Buffer> {
  const url = await page.evaluate(() => {
    const canvas = document.createElement('canvas')
    canvas.width = 480
    canvas.height = 320
    const context = canvas.getContext('2d')
    if (!context) throw new Error('Cannot draw')
    const sky = context.createLinearGradient(0, 0, 0, 320)
    sky.addColorStop(0, '#25306b')
    sky.addColorStop(0.6, '#f08a5d')
    sky.addColorStop(1, '#2b2d42')
    context.fillStyle = sky
    context.fillRect(0, 0, 480, 320)
    context.fillStyle = '#ffe29a'
    context.arc(240, 200, 48, 0, 7)
    context.fill()
    return canvas.toDataURL()
  })
  return Buffer.from(url.replace(/.*,/, ''), 'base64')
}
