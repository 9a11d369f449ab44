import { contractOn } from './contract-on.js'
import { lacksOnWorkerd, othersOnWhatwg } from './lacks.js'
import { startWorkerd } from './start-workerd.js'

contractOn({
  name: 'workerd (Cloudflare Workers)',
  bundle: 'worker',
  others: othersOnWhatwg,
  lacks: lacksOnWorkerd,
  launch: startWorkerd,
})
