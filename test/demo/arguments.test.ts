import { describe, expect, it } from 'vitest'
import { parseArguments, usage } from '../../examples/demo/arguments.js'
import { DemoProcess } from './demo-process.js'

describe('parseArguments', () => {
  it('serves the page on a free port by default', () => {
    expect(parseArguments([])).toEqual({ kind: 'run', mode: 'page', port: 0, server: undefined })
  })

  it('takes a port and a server', () => {
    expect(parseArguments(['--port', '3000', '--server=ws://localhost:1'])).toEqual({
      kind: 'run',
      mode: 'page',
      port: 3000,
      server: 'ws://localhost:1',
    })
  })

  it('runs without a page', () => {
    expect(parseArguments(['--headless'])).toMatchObject({ mode: 'headless' })
  })

  it.each([
    ['an unknown option', '--fast'],
    ['a word that is no option', 'page'],
    ['a port without a number', '--port'],
    ['an empty port', '--port='],
    ['a port that is no number', '--port=http'],
    ['a negative port', '--port=-1'],
    ['a broken port', '--port=80.5'],
    ['a port out of range', '--port=65536'],
    ['a server that is no address', '--server=localhost'],
    ['a server of another scheme', '--server=ftp://localhost'],
    ['a server without a host', '--server=ws://'],
    ['a value for a flag', '--headless=yes'],
    ['a port for no page', '--headless', '--port=3000'],
  ])('refuses %s', (_, ...words) => {
    expect(parseArguments(words).kind).toBe('wrong')
  })
})

describe('the demo', () => {
  it('prints the problem and the usage and exits 2 for wrong arguments', async () => {
    expect(await new DemoProcess('--port', '99999').result).toEqual({
      exitCode: 2,
      output: '',
      problems: `--port is "99999": use a whole number from 0 to 65535\n\n${usage}\n`,
    })
  })

  it('serves the page on the port given, and exits 1 when that is taken', async () => {
    const first = new DemoProcess()
    const address = await first.address()
    const { port } = new URL(address)
    const second = await new DemoProcess('--port', port).result
    expect(second.exitCode).toBe(1)
    expect(second.problems).toContain(`address already in use 127.0.0.1:${port}`)
    await first.interrupt()
    const third = new DemoProcess('--port', port)
    expect(await third.address()).toBe(address)
    await third.interrupt()
  })

  it('prints the usage when asked', async () => {
    expect(await new DemoProcess('--help').result).toEqual({
      exitCode: 0,
      output: `${usage}\n`,
      problems: '',
    })
  })
})
