import { contractOn, contractOverLayersOn } from './contract-on.js'
import { lacksOnWorkerd, othersOnWhatwg } from './lacks.js'
import { startWorkerd, workerdVersion } from './start-workerd.js'

const workerd = {
  version: await workerdVersion(),
  bundle: 'worker',
  others: othersOnWhatwg,
  lacks: lacksOnWorkerd,
} as const

const latest = {
  ...workerd,
  name: 'workerd (Cloudflare Workers)',
  launch: startWorkerd('2026-05-01'),
}

contractOn(latest)
contractOverLayersOn(latest)

// From 2026-04-07 on workerd answers a close frame itself: the flag `web_socket_auto_reply_to_close`. Before, the script has to.
contractOn({
  ...workerd,
  name: 'workerd (Cloudflare Workers), date 2026-04-01',
  launch: startWorkerd('2026-04-01'),
})
