import { combineLatest } from 'rxjs'
import { countdowns } from '../shared/countdowns.js'
import { find } from '../shared/find.js'
import { stateText } from '../shared/status-text.js'
import type { ChatClient } from './client.js'

/** Shows how the connection is, counts down to the next attempt, and has a button that begins it. */
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
    const text = isServed ? `Connected to process ${server}.` : stateText(status, { wasOpen })
    find('state', HTMLElement).textContent = text
  })
  countdowns(client.statuses).subscribe((text) => {
    find('countdown', HTMLElement).textContent = text
  })
}
