"""An echo server with `websockets`."""

import asyncio

import websockets

from options import parse, reply, say


async def handle(connection):
    async for message in connection:
        answer = reply(message, compresses=bool(connection.extensions))
        if isinstance(answer, tuple):
            await connection.close(*answer)
        else:
            await connection.send(answer)


async def main():
    options = parse()
    compression = "deflate" if options.deflate else None
    server = await websockets.serve(
        handle,
        "127.0.0.1",
        options.port,
        ssl=options.ssl,
        compression=compression,
        subprotocols=["chat"],
        max_size=None,
    )
    say(server.sockets[0].getsockname()[1])
    await asyncio.Future()


asyncio.run(main())
