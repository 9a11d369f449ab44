import { contractOn } from './contract-on.js'
import { lacksOnWorkerd, othersOnWhatwg } from './lacks.js'
import { startWorkerd, workerdVersion } from './start-workerd.js'

contractOn({
  name: 'workerd (Cloudflare Workers)',
  version: await workerdVersion(),
  bundle: 'worker',
  others: othersOnWhatwg,
  lacks: lacksOnWorkerd,
  launch: startWorkerd,
})
