import { readFile } from 'node:fs/promises'
import type { Locator } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { DemoFixture, variants } from './demo-fixture.js'

// A white pixel.
const png = [
  ...Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/PchI7wAAAABJRU5ErkJggg==',
    'base64',
  ),
]

const demo = DemoFixture.use()

describe.skipIf(DemoFixture.isMissing).each(variants)('messages on the page, %s', (variant) => {
  it('go out by the round button and by Enter, and come back with direction, time and size', async () => {
    await demo.open(variant)
    await demo.field().fill('Hello!')
    await demo.button('Send message').click()
    await demo.receives('Hello!')
    expect(await demo.field().inputValue()).toBe('')
    expect(await demo.field().evaluate((node) => node === document.activeElement)).toBe(true)
    await demo.page.keyboard.type('Grüße')
    await demo.page.keyboard.press('Enter')
    await demo.receives('Grüße')
    const items = await demo.page.getByRole('log').getByRole('listitem').allInnerTexts()
    expect(
      items.map((text) => text.replace(/\n+/g, '\n').replace(/\d\d:\d\d:\d\d/, 'TIME')),
    ).toEqual([
      'Hello!\nSent · TIME · 6 B',
      'Hello!\nReceived · TIME · 6 B',
      'Grüße\nSent · TIME · 7 B',
      'Grüße\nReceived · TIME · 7 B',
    ])
    expect(await demo.page.locator('#summary').textContent()).toBe('4')
  })

  it('are text, whatever they contain, and nothing is sent of an empty field', async () => {
    await demo.open(variant)
    await demo.page.getByText('No messages yet').waitFor()
    await demo.button('Send message').click()
    await demo.send('   ')
    await demo.send('<img src=x onerror=alert(1)> & "quoted"')
    await demo.receives('<img src=x onerror=alert(1)> & "quoted"')
    expect(await demo.page.getByRole('log').getByRole('listitem').count()).toBe(2)
    expect(await demo.page.locator('#messages img').count()).toBe(0)
    expect(await demo.page.getByText('No messages yet').isHidden()).toBe(true)
  })

  it('may be a picture that is dropped, which comes back as a picture and as a download', async () => {
    await demo.open(variant)
    await demo.drop({ name: 'dot.png', content: png })
    const picture = demo.messages('Received').getByRole('img', { name: 'dot.png' })
    await picture.waitFor()
    expect(await picture.evaluate(widthOfPicture)).toBe(1)
    expect(await demo.messages('Sent').innerText()).toMatch(/^dot\.png\n+Sent · .* · 70 B$/)
    const link = demo.page.getByRole('link', { name: 'Download dot.png' })
    expect(await download(link)).toEqual({ name: 'dot.png', bytes: png })
  })

  it('may be any file that is picked, which comes back as a download', async () => {
    await demo.open(variant)
    const chosen = demo.page.waitForEvent('filechooser')
    await demo.button('Send files').press('Enter')
    const buffer = Buffer.from('<script>alert(1)</script>')
    await (
      await chosen
    ).setFiles([
      { name: 'page.html', mimeType: 'text/html', buffer },
      { name: 'empty.txt', mimeType: 'text/plain', buffer: Buffer.alloc(0) },
    ])
    const link = demo.page.getByRole('link', { name: 'Download page.html' })
    expect(await download(link)).toEqual({ name: 'page.html', bytes: [...buffer] })
    const empty = demo.page.getByRole('link', { name: 'Download empty.txt' })
    expect(await download(empty)).toEqual({ name: 'empty.txt', bytes: [] })
    expect(await demo.messages('Received').getByRole('img').count()).toBe(0)
  })

  it('may be a file that is pasted', async () => {
    await demo.open(variant)
    await demo.field().evaluate((field) => {
      const clipboardData = new DataTransfer()
      clipboardData.items.add(new File(['pasted'], 'note.txt'))
      field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }))
    })
    await demo.page.getByRole('link', { name: 'Download note.txt' }).waitFor()
  })

  it('are refused above 8 MB, in words, and accepted at 8 MB', async () => {
    await demo.open(variant)
    await demo.drop({ name: 'film.mp4', content: 8_200_000 })
    await demo.page
      .getByRole('alert')
      .getByText('“film.mp4” has 8.2 MB: the limit is 8 MB')
      .waitFor()
    await demo.drop({ name: 'film.mp4', content: 8_000_000 })
    await demo.page.getByRole('link', { name: 'Download film.mp4' }).waitFor()
    expect(await demo.problem().textContent()).toBe('')
    await demo.isConnected()
  })

  it('are sent of all files that can be, and the page names those that cannot', async () => {
    await demo.open(variant)
    await demo.drop(
      { name: 'film.mp4', content: 8_200_000 },
      { name: 'note.txt', content: [1] },
      { name: 'disk.img', content: 9_000_000 },
      { name: 'last.txt', content: [2] },
    )
    await demo.page.getByRole('link', { name: 'Download last.txt' }).waitFor()
    expect(await demo.page.getByRole('link', { name: 'Download note.txt' }).count()).toBe(1)
    await demo.page.getByRole('alert').getByText('“film.mp4” has 8.2 MB').waitFor()
    expect(await demo.problem().textContent()).toBe(
      '“film.mp4” has 8.2 MB: the limit is 8 MB. “disk.img” has 9 MB: the limit is 8 MB',
    )
  })

  it('of a burst leave a problem on the page', async () => {
    await demo.open(variant)
    await demo.button('Send a burst').click()
    await demo.drop({ name: 'film.mp4', content: 8_200_000 })
    await demo.receives('Message 1000 of 1000')
    expect(await demo.problem().textContent()).toContain('the limit is')
  })
})

function widthOfPicture(element: Element): number {
  return element instanceof HTMLImageElement ? element.naturalWidth : NaN
}

async function download(link: Locator): Promise<{ name: string; bytes: number[] }> {
  const downloaded = link.page().waitForEvent('download')
  await link.click()
  const file = await downloaded
  return { name: file.suggestedFilename(), bytes: [...(await readFile(await file.path()))] }
}
