package org.andiron.server.guard;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Checks bytes for well-formed UTF-8, <a
 * href="https://www.rfc-editor.org/rfc/rfc3629#section-4">RFC 3629</a>.
 */
final class Utf8 {

  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private Utf8() {}

  /** Offset of the first byte of the first malformed sequence, or -1. */
  static int firstMalformed(byte[] bytes, int length) {
    int i = 0;
    while (i < length) {
      if (i + Long.BYTES <= length
          && ((long) EIGHT_BYTES.get(bytes, i) & 0x8080808080808080L) == 0) {
        i += Long.BYTES;
        continue;
      }
      int sequence = bytes[i] >= 0 ? 1 : sequenceLength(bytes, i, length);
      if (sequence == 0) {
        return i;
      }
      i += sequence;
    }
    return -1;
  }

  private static int sequenceLength(byte[] bytes, int at, int length) {
    int lead = bytes[at] & 0xFF;
    int size = lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
    if (size == 0 || at + size > length) {
      return 0;
    }
    int second = bytes[at + 1] & 0xFF;
    int lowest = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    int highest = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    if (second < lowest || second > highest) {
      return 0;
    }
    for (int i = at + 2; i < at + size; i++) {
      if ((bytes[i] & 0xC0) != 0x80) {
        return 0;
      }
    }
    return size;
  }
}
