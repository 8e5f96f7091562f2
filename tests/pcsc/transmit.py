"""Sends a card commands by pyscard: one in hexadecimal in each line of the input; prints an answer for
each. Of the words `reset` and `unpower` it reconnects.

transmit.py READER T0|T1
"""
import sys

from smartcard.CardConnection import CardConnection
from smartcard.scard import (SCARD_PROTOCOL_T0, SCARD_PROTOCOL_T1, SCARD_RESET_CARD, SCARD_S_SUCCESS,
                             SCARD_SHARE_SHARED, SCARD_UNPOWER_CARD, SCardReconnect)
from smartcard.System import readers
from smartcard.util import toBytes, toHexString

name, protocol = sys.argv[1:]
is_t0 = protocol == "T0"
connection = next(reader for reader in readers() if str(reader) == name).createConnection()
connection.connect(CardConnection.T0_protocol if is_t0 else CardConnection.T1_protocol)
inner = connection.component if hasattr(connection, "component") else connection

for line in sys.stdin:
    word = line.strip()
    if word in ("reset", "unpower"):
        result, _ = SCardReconnect(inner.hcard, SCARD_SHARE_SHARED,
                                   SCARD_PROTOCOL_T0 if is_t0 else SCARD_PROTOCOL_T1,
                                   SCARD_RESET_CARD if word == "reset" else SCARD_UNPOWER_CARD)
        print("done" if result == SCARD_S_SUCCESS else f"failed: {result:08X}")
    else:
        data, sw1, sw2 = connection.transmit(toBytes(word))
        print(toHexString(data + [sw1, sw2]))
    sys.stdout.flush()

print("ATR", toHexString(connection.getATR()))
connection.disconnect()
