import { firstValueFrom } from 'rxjs'
import { WebSocketChannel } from 'web-socket-channel'
import { browser } from './browser.mjs'
import { resultsOf } from './conversation.mjs'
import { root } from './root.mjs'

/** Sends a Blob of React Native, which has neither `arrayBuffer` nor a tag. */
async function blob() {
  const channel = WebSocketChannel.connect(globalThis.echoUrl)
  channel.sink.add(new Blob(['Hi']))
  const frame = await firstValueFrom(channel.stream)
  await channel.sink.close()
  return Array.from(frame)
}

globalThis.result = resultsOf({ root, browser, blob })
