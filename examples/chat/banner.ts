import { combineLatest, interval, map, of, startWith, switchMap } from 'rxjs'
import type { ReconnectStatus } from 'web-socket-channel'
import { find } from '../demo/find.js'
import { countdownText, stateText } from '../demo/status-text.js'
import type { ChatClient } from './client.js'

/** Says at every moment how the connection is, counts down to the next attempt, and has a button that begins it. */
export function showConnection(client: ChatClient): void {
  const banner = find('connection', HTMLElement)
  const retry = find('retry', HTMLButtonElement)
  retry.addEventListener('click', () => client.reconnect())
  let wasOpen = false
  combineLatest([client.statuses, client.servers]).subscribe(([status, server]) => {
    wasOpen ||= status.name === 'open'
    banner.dataset['status'] = status.name
    retry.hidden = status.name !== 'waiting'
    const isServed = status.name === 'open' && server !== ''
    const text = isServed
      ? `Connected to process ${server}.`
      : stateText(status, { wasOpen, queued: 0 })
    find('state', HTMLElement).textContent = text
  })
  const ticks = switchMap((status: ReconnectStatus) =>
    status.name === 'waiting'
      ? interval(250).pipe(
          startWith(0),
          map(() => status),
        )
      : of(status),
  )
  client.statuses.pipe(ticks).subscribe((status) => {
    find('countdown', HTMLElement).textContent = countdownText(status, Date.now())
  })
}
