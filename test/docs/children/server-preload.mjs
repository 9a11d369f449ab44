// Loaded before a server of the documentation: sends its port to the test, and has the function that the page leaves to its reader.
import { Server } from 'node:net'

const { emit } = Server.prototype
Server.prototype.emit = function (name, ...values) {
  if (name === 'listening') process.send?.(this.address().port)
  return emit.call(this, name, ...values)
}

globalThis.userOf = async (cookie) => (cookie === 'session=1' ? 'Ada' : undefined)
