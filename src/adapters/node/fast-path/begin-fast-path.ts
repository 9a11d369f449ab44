import { type FastPathRefusal, generalRefusal } from '../fast-path-options.js'
import type { FrameSettings } from '../options.js'
import { FastPath, type FastPathSettings } from './fast-path.js'

/** An open socket, without what the options decide. */
type Opened = Omit<FastPathSettings, 'onlyTested' | 'sharesFrames'>

/** Begins the fast path on a socket that has just opened, if the options allow that. Returns why not. */
export function beginFastPath(
  opened: Opened,
  { fastPath, sharesFrames }: FrameSettings,
): FastPath | FastPathRefusal {
  const onlyTested = fastPath === 'auto'
  return generalRefusal(fastPath) ?? FastPath.begin({ ...opened, onlyTested, sharesFrames })
}
