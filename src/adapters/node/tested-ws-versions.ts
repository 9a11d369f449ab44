/**
 * The minor versions of `ws` with which the differential tests of the fast path have passed. With `fastPath: 'auto'` the fast
 * path is taken with these only. The nightly workflow runs the tests with the newest `ws`, and fails if it is not listed.
 */
export const TESTED_WS_VERSIONS: readonly string[] = ['8.23']
