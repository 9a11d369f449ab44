import { chromium, type Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { chromiumPath } from '../../setup/chromium-path.js'
import { freePort } from '../free-port.js'
import { ChatPage } from './chat-page.js'
import { alone, asInstalled, brokenPart, ChatProcess } from './chat-process.js'

describe('the page of the chat', () => {
  let browser: Browser
  beforeAll(async () => {
    const args = ['--no-sandbox', '--disable-background-networking']
    browser = await chromium.launch({ executablePath: chromiumPath() ?? '', args })
  })
  afterAll(() => browser.close())

  async function open(address: string, name: string): Promise<ChatPage> {
    const page = await browser.newPage({ viewport: { width: 360, height: 640 } })
    onTestFinished(() => page.close())
    const chat = new ChatPage(page)
    await chat.open(address, name)
    return chat
  }

  it('comes back to another process, with what was missed', { timeout: 40_000 }, async () => {
    const chat = new ChatProcess(asInstalled)
    const address = await chat.address()
    const [ada, grace] = [await open(address, 'Ada'), await open(address, 'Grace')]
    await ada.say('Hello!')
    await grace.sees('Hello!')
    const killed = await ada.connected()
    // Her page does not come back before she wants it to.
    await ada.stopClock()
    process.kill(killed, 'SIGKILL')
    await ada.banner().filter({ hasText: 'Connection lost.' }).waitFor()
    await grace.connected()
    await grace.say('Are you there?')
    await ada.say('I was away')
    await ada.tryNow().click()
    await Promise.all([ada, grace].map((page) => page.sees('I was away')))
    await ada.sees('Are you there?')
    expect(await ada.connected()).not.toBe(killed)
    const messages = await grace.messages()
    expect([...messages].sort()).toEqual([
      ...['Ada: Hello!', 'Ada: I was away', 'Grace: Are you there?'],
    ])
    expect(await ada.messages()).toEqual(messages)
    expect(await ada.unseen().count()).toBe(0)
    expect(await chat.interrupt()).toBe(0)
    expect(chat.printed).toContain('nats-server, haproxy and three processes run')
  })

  it('shows the messages of each room, also to who comes later', { timeout: 40_000 }, async () => {
    const chat = new ChatProcess(alone)
    const address = await chat.address()
    expect(chat.printed).toContain(
      'nats-server and haproxy are not installed: one process runs, with the messages in its memory',
    )
    const ada = await open(address, 'Ada')
    await ada.say('In the lobby')
    await ada.sees('In the lobby')
    const grace = await open(address, 'Grace')
    await ada.room('help').click()
    await ada.say('Help!')
    await grace.sees('In the lobby')
    await grace.room('help 1').click()
    expect(await grace.messages()).toEqual(['Ada: Help!'])
    await ada.room('lobby').click()
    expect(await ada.messages()).toEqual(['Ada: In the lobby'])
  })

  it(
    'counts down while there is no server, and connects when the user wants it to',
    { timeout: 40_000 },
    async () => {
      const port = String(await freePort())
      const first = new ChatProcess(alone, '--port', port)
      const ada = await open(await first.address(), 'Ada')
      expect(await first.interrupt()).toBe(0)
      await ada.stopClock()
      await ada.countdown().filter({ hasText: 'Next attempt in' }).waitFor()
      await ada.say('Still here')
      expect(await ada.unseen().allInnerTexts()).toEqual(['Still here'])
      await new ChatProcess(alone, '--port', port).address()
      await ada.tryNow().click()
      await ada.sees('Still here')
      expect(await ada.unseen().count()).toBe(0)
    },
  )
})

describe('the program of the chat', () => {
  it('refuses unknown options, and a port on which something listens', async () => {
    const wrong = new ChatProcess(alone, '--nonsense')
    expect(await wrong.exitCode()).toBe(2)
    expect(wrong.printed).toMatch(/^Usage: /)
    const port = new URL(await new ChatProcess(alone).address()).port
    const second = new ChatProcess(alone, '--port', port)
    expect(await second.exitCode()).toBe(1)
    expect(second.printed).toContain('EADDRINUSE')
  })

  it.each([
    ['one process starts', alone, /not installed/],
    ['nats-server starts', asInstalled, /Starting nats-server/],
  ])('ends at once if it is interrupted while %s', async (_, program, sign) => {
    const chat = new ChatProcess(program)
    await chat.prints(sign)
    expect(await chat.interrupt()).toBe(0)
    expect(chat.printed).not.toContain('Cannot start')
  })

  it('does not wait for a program that has ended', { timeout: 10_000 }, async () => {
    const chat = new ChatProcess(brokenPart)
    expect(await chat.exitCode()).toBe(0)
    expect(chat.printed).toBe(`Cannot start ${process.execPath}:  | It ended with code 3\n`)
  })
})
