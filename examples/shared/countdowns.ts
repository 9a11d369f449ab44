import {
  distinctUntilChanged,
  interval,
  map,
  of,
  startWith,
  switchMap,
  type Observable,
} from 'rxjs'
import type { ReconnectStatus } from 'web-socket-channel'
import { countdownText } from './status-text.js'

// Milliseconds: the text changes this soon after a full second.
const TICK = 100

/** Emits the time until the next attempt in words, each second anew, and `''` when no attempt is planned. */
export function countdowns(statuses: Observable<ReconnectStatus>): Observable<string> {
  return statuses.pipe(switchMap(countdown), distinctUntilChanged())
}

function countdown(status: ReconnectStatus): Observable<string> {
  if (status.name !== 'waiting') return of('')
  return interval(TICK).pipe(
    startWith(0),
    map(() => countdownText(status, Date.now())),
  )
}
