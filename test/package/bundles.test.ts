import { describe, expect, it } from 'vitest'
import { bundlers } from './bundlers.js'
import { importing, moduleFormats, writeSource } from './consumer.js'

// Whether bundles work where they run is tested in test/consumers.

const entriesOfPages = [
  ['web-socket-channel', 'WebSocketChannel'],
  ['web-socket-channel/browser', 'BrowserWebSocketChannel'],
  ['web-socket-channel/rxjs', 'webSocket'],
  ['web-socket-channel/websocket-stream', 'WebSocketStreamChannel'],
] as const

describe.each(Object.entries(bundlers))('bundled by %s', (_, bundle) => {
  describe.each(moduleFormats)('from a .%s file', (format) => {
    it.each(entriesOfPages)('%s is without ws and its stub', async (entry, name) => {
      const source = `${importing(format, `{ ${name} }`, entry)}\nglobalThis.result = ${name}`
      const { code, inputs } = await bundle(await writeSource(source, format))
      expect(code).toContain('Cannot connect')
      expect(inputs.filter((path) => path.includes('node_modules/ws/'))).toEqual([])
      expect(code).not.toContain('ws does not work in the browser')
    })
  })

  it('./status adds nothing but the numbers used', async () => {
    const source = `import { goingAway } from 'web-socket-channel/status'\nglobalThis.result = goingAway`
    const { code } = await bundle(await writeSource(source, 'mjs'))
    expect(code).toContain('1001')
    expect(code.length).toBeLessThan(100)
  })

  it('nothing remains of an entry of which nothing is used', async () => {
    const { code } = await bundle(await writeSource(`import 'web-socket-channel'`, 'mjs'))
    expect(code.length).toBeLessThan(60)
  })
})
